import { expect, test } from 'vitest'
import { createHealth } from '../runtime/health.ts'
import { createLogger } from '../runtime/logger.ts'
import { watchTrouble } from './trouble.ts'

const setUp = () => {
  const health = createHealth()
  const up: Record<string, boolean> = {}
  const metrics = { dependencyUp: (name: string, isUp: boolean) => void (up[name] = isUp), halted: () => undefined }
  let time = 0
  const trouble = watchTrouble({ log: createLogger('test', 'silent'), ...health }, metrics, () => time)
  return { trouble, health, up, pass: (ms: number) => (time += ms) }
}

test('readiness and metrics say which dependencies records wait for, until a batch comes through', () => {
  const { trouble, health, up } = setUp()
  trouble.waitFor('redis', 'connection refused')
  trouble.waitFor('registry', 'no answer')
  expect(health.notReady()).toEqual({ redis: 'connection refused', registry: 'no answer' })
  expect(up).toEqual({ redis: false, registry: false })
  trouble.over()
  expect(health.notReady()).toEqual({})
  expect(up).toEqual({ redis: true, registry: true })
})

test('a dependency that is back is no longer named, although the same records now wait for another', () => {
  const { trouble, health, up, pass } = setUp()
  trouble.waitFor('redis', 'connection refused')
  pass(10_000)
  trouble.waitFor('postgres', 'starting up')
  expect(Object.keys(health.notReady())).toEqual(['redis', 'postgres'])
  pass(15_000)
  trouble.waitFor('postgres', 'starting up')
  expect(health.notReady()).toEqual({ postgres: 'starting up' })
  expect(up).toEqual({ redis: true, postgres: false })
})

test('a stage that stands still says so until it goes on', () => {
  const { trouble, health } = setUp()
  trouble.halt('most recent records would be dead letters')
  expect(health.notReady()).toEqual({ 'dead-letter limit': 'most recent records would be dead letters' })
  trouble.over()
  expect(health.notReady()).toEqual({})
})
