import { array, assert, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Limit } from './limit.ts'
import { createLocalLimiter } from './local-limiter.ts'

const limit: Limit = {
  windows: [
    { ms: 60, most: 3 },
    { ms: 600, most: 8 },
  ],
  over: { kind: 'refuse' },
}
const start = (maxKeys = 100) => {
  const clock = { now: 1_000 }
  return { clock, limiter: createLocalLimiter({ now: () => clock.now, maxKeys }) }
}

describe('the limits of one process', () => {
  it('never let more than the limit into any window, and tell to the millisecond when they admit one more', () => {
    const step = record({ pause: integer({ min: 0, max: 90 }), requests: integer({ min: 1, max: 5 }) })
    assert(
      property(array(step, { maxLength: 60 }), (steps) => {
        const { admitted, told, possible } = play(steps)
        expect(told).toEqual(possible)
        expect(limit.windows.map((window) => isCrowded(admitted, window))).toEqual([false, false])
      }),
    )
  })

  it('count what others admitted', () => {
    const { limiter } = start()
    for (let request = 0; request < 3; request += 1) limiter.note('key', limit)
    expect(limiter.admit('key', limit)).toEqual({ kind: 'over', retryAfterMs: 60 })
  })

  it('keep keys apart, and forget the longest unused beyond their number', () => {
    const { limiter } = start(2)
    for (const key of ['a', 'a', 'a', 'b', 'a', 'c', 'd']) limiter.admit(key, limit)
    expect(limiter.admit('d', limit)).toEqual({ kind: 'within' })
    expect(limiter.admit('a', limit)).toEqual({ kind: 'within' })
  })

  it('give the turns of the slower lane at the pace of the window that is full, until it is too far behind', () => {
    const { limiter } = start()
    const deferring: Limit = { ...limit, over: { kind: 'defer', mostBehindMs: 50 } }
    const verdicts = Array.from({ length: 6 }, () => limiter.admit('key', deferring))
    expect(verdicts.slice(3)).toEqual([
      { kind: 'deferred', turnInMs: 20 },
      { kind: 'deferred', turnInMs: 40 },
      { kind: 'over', retryAfterMs: 60 },
    ])
  })
})

/** Asks as the steps say: when one was admitted, when those that were not were told to come again, and when that was possible by the definition alone. */
const play = (steps: readonly { readonly pause: number; readonly requests: number }[]) => {
  const { clock, limiter } = start()
  const [admitted, told, possible]: [number[], number[], number[]] = [[], [], []]
  for (const { pause, requests } of steps) {
    clock.now += pause
    for (let request = 0; request < requests; request += 1) {
      const verdict = limiter.admit('key', limit)
      if (verdict.kind === 'within') admitted.push(clock.now)
      if (verdict.kind === 'over') {
        told.push(clock.now + verdict.retryAfterMs)
        possible.push(firstPossible(admitted))
      }
    }
  }
  return { admitted, told, possible }
}

const firstPossible = (admitted: readonly number[]): number =>
  Math.max(...limit.windows.map(({ ms, most }) => (admitted.at(-most) ?? Number.NEGATIVE_INFINITY) + ms))

const isCrowded = (admitted: readonly number[], { ms, most }: Limit['windows'][number]): boolean =>
  admitted.some((time, index) => (admitted[index + most] ?? Number.POSITIVE_INFINITY) - time < ms)
