import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SendError, readSettings } from './settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'send-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

test('knows nothing where nothing was ever started', () => {
  expect(readSettings(folder, {})).toEqual({ ingress: undefined, simulator: undefined, secrets: {} })
})

test('reads addresses and secrets that npm start left', () => {
  write(
    'stack.json',
    JSON.stringify({ apps: { ingress: { address: 'http://127.0.0.1:8080/', pid: 1 } }, simulator: 'http://127.0.0.1:9000' }),
  )
  write('dev.env', 'ZOOM_WEBHOOK_SECRET=z\nOTTER_WEBHOOK_SECRET="o"\n')
  expect(readSettings(folder, {})).toEqual({
    ingress: 'http://127.0.0.1:8080',
    simulator: 'http://127.0.0.1:9000',
    secrets: { zoom: 'z', otter: 'o' },
  })
})

test('the environment wins', () => {
  write(
    'stack.json',
    JSON.stringify({ apps: { ingress: { address: 'http://127.0.0.1:8080' } }, simulator: { address: 'http://127.0.0.1:9000' } }),
  )
  write('dev.env', 'ZOOM_WEBHOOK_SECRET=z')
  const env = { INGRESS_URL: 'https://hooks.example/', SIMULATOR_URL: 'http://127.0.0.1:9001', ZOOM_WEBHOOK_SECRET: 'mine' }
  expect(readSettings(folder, env)).toEqual({
    ingress: 'https://hooks.example',
    simulator: 'http://127.0.0.1:9001',
    secrets: { zoom: 'mine' },
  })
})

test('a state file that is no JSON is one sentence, not a stack trace', () => {
  write('stack.json', '{')
  expect(() => readSettings(folder, {})).toThrow(SendError)
})
