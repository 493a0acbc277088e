import { platformConfig } from '@hansard/platforms/platforms'
import { expect, test } from 'vitest'
import { SetupError } from '../setup-error.ts'
import { checkPlatformSettings, foreignSettings, platformSettings } from './platform-settings.ts'

const simulator = 'http://127.0.0.1:9000'
const simulated = platformSettings({}, simulator)

test('without settings of the user every platform is the simulator', () => {
  for (const name of Object.keys(platformConfig)) expect(simulated[name]).toContain(':9000')
  expect(foreignSettings({})).toEqual([])
})

test.each(Object.keys(platformConfig))('%s of the user reaches the apps, and the rest stays the simulator', (name) => {
  const value = name === 'TRANSCRIPT_HOSTS' ? 'media.example' : 'https://platform.example/api'
  const env = { [name]: value }
  expect(foreignSettings(env)).toEqual([name])
  expect(platformSettings(env, simulator)).toEqual({ ...simulated, [name]: value })
  expect(() => checkPlatformSettings(env)).not.toThrow()
})

test('an empty setting is none', () => {
  const env = { ZOOM_API_URL: '', TRANSCRIPT_HOSTS: '', OUTGOING_PRIVATE_HOSTS: '' }
  expect(foreignSettings(env)).toEqual([])
  expect(platformSettings(env, simulator)).toEqual(simulated)
})

test.each([
  ['ZOOM_API_URL', 'http://127.0.0.1:4000/v2', '127.0.0.1:4000'],
  ['OTTER_API_URL', 'http://localhost:4000', 'localhost:4000'],
  ['FIREFLIES_API_URL', 'http://127.0.0.1', '127.0.0.1'],
  ['TRANSCRIPT_HOSTS', 'media.example, localhost:4000', 'localhost:4000'],
])('%s at %s may be asked by plain http, being on this machine', (name, value, host) => {
  const settings = platformSettings({ [name]: value }, simulator)
  for (const list of ['OUTGOING_PLAIN_HTTP_HOSTS', 'OUTGOING_PRIVATE_HOSTS'])
    expect(settings[list]).toBe(`127.0.0.1:9000,localhost:9000,${host}`)
  expect(() => checkPlatformSettings({ [name]: value })).not.toThrow()
})

test('elsewhere plain http has to be allowed, which is said before anything starts', () => {
  const env = { ZOOM_API_URL: 'http://zoom.internal:4000' }
  expect(() => checkPlatformSettings(env)).toThrow(SetupError)
  expect(() => checkPlatformSettings(env)).toThrow('ZOOM_API_URL: must use https; OUTGOING_PLAIN_HTTP_HOSTS makes exceptions')
  const excepted = { ...env, OUTGOING_PLAIN_HTTP_HOSTS: 'zoom.internal:4000' }
  expect(() => checkPlatformSettings(excepted)).not.toThrow()
  expect(platformSettings(excepted, simulator)['OUTGOING_PLAIN_HTTP_HOSTS']).toBe('127.0.0.1:9000,localhost:9000,zoom.internal:4000')
})

test.each(['localhost.example:4000', '127.0.0.1.example', 'my-localhost'])('%s is not this machine', (host) => {
  expect(() => checkPlatformSettings({ ZOOM_API_URL: `http://${host}` })).toThrow('must use https')
})

test('what is no address is told, and its value is not', () => {
  expect(() => checkPlatformSettings({ OTTER_API_URL: 'secret' })).toThrow(/OTTER_API_URL: Invalid URL$/)
})
