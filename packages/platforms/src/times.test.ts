import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkedTimes } from './times.ts'

/** Sentences as they are spoken: two to three words a second, with pauses. */
const spoken = Array.from({ length: 40 }, (_, index) => ({
  startMs: index * 4_000,
  endMs: index * 4_000 + 3_200,
  text: 'the ferry leaves at nine on weekdays',
}))
const durationMs = 165_000
const times = (factor: number) => spoken.map((one) => ({ ...one, startMs: one.startMs * factor, endMs: one.endMs * factor }))

test('leaves times that can be right as they are', () => {
  expect(checkedTimes(spoken, durationMs)).toEqual({ segments: spoken, notes: [] })
  expect(checkedTimes(spoken, null)).toEqual({ segments: spoken, notes: [] })
})

test('leaves a long silence, slow speech and a wrong duration alone', () => {
  const slow = times(5)
  expect(checkedTimes(slow, null)).toEqual({ segments: slow, notes: [] })
  expect(checkedTimes(spoken, 60_000).notes).toEqual([])
  expect(checkedTimes(spoken, 36_000_000).notes).toEqual([])
})

describe('times in another unit are converted, and a note says so', () => {
  test.each([
    ['milliseconds taken for seconds', 1000, '1000 times as long as their words take, and were divided by 1000'],
    ['seconds taken for milliseconds', 1 / 1000, '1000 times as short as their words take, and were multiplied by 1000'],
    ['seconds taken for minutes', 60, '60 times as long as their words take, and were divided by 60'],
    ['minutes taken for seconds', 1 / 60, '60 times as short as their words take, and were multiplied by 60'],
    ['samples taken for milliseconds', 16, '16 times as long as their words take, and were divided by 16'],
    ['samples taken for seconds', 16_000, '16000 times as long as their words take, and were divided by 16000'],
  ])('%s', (_, factor, how) => {
    const { segments, notes } = checkedTimes(times(factor), durationMs)
    for (const [index, { startMs }] of segments.entries()) expect(startMs).toBeCloseTo(spoken[index]!.startMs, -1)
    expect(notes).toEqual([{ code: 'rescaled-times', text: `the segments' times were ${how}` }])
  })
})

describe('what nothing tells is passed on, marked', () => {
  test('all at one moment', () => {
    const still = spoken.map((one) => ({ ...one, startMs: 0, endMs: 0 }))
    expect(checkedTimes(still, durationMs)).toEqual({
      segments: still,
      notes: [{ code: 'doubtful-times', text: "the segments' times cannot be right: all 40 segments begin at the same moment" }],
    })
  })
  test('a factor that no unit explains', () => {
    const odd = times(1 / 250)
    expect(checkedTimes(odd, durationMs).segments[9]?.startMs).toBe(144)
    expect(checkedTimes(odd, durationMs)).toMatchObject({ notes: [{ code: 'doubtful-times' }] })
  })
})

test('never makes a length negative, whatever the times are', () => {
  const segment = fc.record({ startMs: fc.nat(), length: fc.nat(), text: fc.string() }).map(({ startMs, length, text }) => ({
    startMs,
    endMs: startMs + length,
    text,
  }))
  const property = fc.property(fc.array(segment), fc.option(fc.integer()), (segments, duration) => {
    const checked = checkedTimes(segments, duration)
    return checked.segments.length === segments.length && checked.segments.every(({ startMs, endMs }) => endMs >= startMs)
  })
  expect(() => fc.assert(property)).not.toThrow()
})

test('a few short sentences tell, too, where they have ends', () => {
  const said = [
    { startMs: 1_200_000, endMs: 3_200_000, text: 'First.' },
    { startMs: 4_000_000, endMs: 6_000_000, text: 'Second.' },
  ]
  expect(checkedTimes(said, 750_000)).toMatchObject({
    segments: [{ startMs: 1_200, endMs: 3_200 }, {}],
    notes: [{ code: 'rescaled-times' }],
  })
})
