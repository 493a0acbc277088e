import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createOutcomeLog } from './bounded-log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = (enabled = true) => {
  const lines: string[] = []
  const write = (level: string) => (details: object, message: string) => void lines.push(`${level} ${JSON.stringify(details)} ${message}`)
  const clock = { now: 0 }
  const register = new Registry()
  const target = { info: write('info'), warn: write('warn'), error: write('error'), isLevelEnabled: () => enabled }
  const log = createOutcomeLog(target as unknown as Parameters<typeof createOutcomeLog>[0], {
    linesPerSecond: 3,
    register,
    now: () => clock.now,
  })
  return { lines, clock, register, log }
}

describe('the log of outcomes', () => {
  test('leaves lines out of a flood, says how many, and goes on with the next second', () => {
    const { lines, clock, log } = setUp()
    for (let n = 0; n < 1_000; n++) log.info({ n }, 'handled')
    expect(lines).toHaveLength(3)
    clock.now = 1_000
    log.info({ n: 1_000 }, 'handled')
    expect(lines.slice(3)).toEqual([
      'info {"leftOut":997} lines were left out: there were too many within a second',
      'info {"n":1000} handled',
    ])
  })

  test('says so also when nothing follows', () => {
    const { lines, log } = setUp()
    for (let n = 0; n < 5; n++) log.info({ n }, 'handled')
    vi.advanceTimersByTime(1_000)
    expect(lines.at(-1)).toBe('info {"leftOut":2} lines were left out: there were too many within a second')
  })

  test('a flood of one level hides nothing of another', () => {
    const { lines, log } = setUp()
    for (let n = 0; n < 50; n++) log.info({ n }, 'handled')
    log.error({ webhookEventId: 'w-1' }, 'handled')
    expect(lines.at(-1)).toBe('error {"webhookEventId":"w-1"} handled')
  })

  test('counts what it left out, and nothing of a level that is switched off', async () => {
    const on = setUp()
    const off = setUp(false)
    for (let n = 0; n < 10; n++) for (const { log } of [on, off]) log.warn({ n }, 'handled')
    expect(await on.register.metrics()).toContain('hansard_log_lines_left_out_total{level="warn"} 7')
    expect(await off.register.metrics()).toContain('hansard_log_lines_left_out_total{level="warn"} 0')
    expect(off.lines).toEqual([])
  })
})
