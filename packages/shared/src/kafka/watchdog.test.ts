import { EventEmitter } from 'node:events'
import type { Consumer as KafkaJsConsumer } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchConsumer } from './watchdog.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = () => {
  const emitter = new EventEmitter()
  const events = { FETCH: 'fetch', HEARTBEAT: 'heartbeat', GROUP_JOIN: 'join', CRASH: 'crash' }
  const fatal: string[] = []
  let signs = 0
  const consumer = { events, on: emitter.on.bind(emitter) } as unknown as KafkaJsConsumer
  const stop = watchConsumer(
    consumer,
    () => signs++,
    ({ message }) => fatal.push(message),
  )
  return { emit: emitter.emit.bind(emitter), fatal, signs: () => signs, stop }
}
const minute = 60_000

test('a consumer that neither fetches nor beats for a minute is at its end, although kafkajs says nothing', () => {
  const { fatal } = setUp()
  vi.advanceTimersByTime(minute)
  expect(fatal).toEqual([])
  vi.advanceTimersByTime(5_000)
  expect(fatal).toEqual(['the consumer has been silent for a minute'])
})

test.each(['fetch', 'heartbeat', 'join'])('a %s is a sign of life', (event) => {
  const { emit, fatal, signs } = setUp()
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(minute - 5_000)
    emit(event, {})
  }
  expect(fatal).toEqual([])
  expect(signs()).toBe(10)
})

test('a crash that kafkajs does not recover from is the end, one that it does is not', () => {
  const { emit, fatal } = setUp()
  emit('crash', { payload: { error: new Error('restarts'), restart: true } })
  expect(fatal).toEqual([])
  emit('crash', { payload: { error: new TypeError('stays stopped'), restart: false } })
  expect(fatal).toEqual(['stays stopped'])
})

test('nothing is watched any more after the stop', () => {
  const { fatal, stop } = setUp()
  stop()
  vi.advanceTimersByTime(10 * minute)
  expect(fatal).toEqual([])
})
