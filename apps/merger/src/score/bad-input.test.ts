import { describe, expect, test } from 'vitest'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { merge } from '../merge/merge.ts'
import { conversation, seeded } from '../test/conversation.ts'
import { transcribe } from '../test/recogniser.ts'
import { transcriptOf } from '../test/sample-meeting.ts'
import { comparePair, worthComparing } from '../decide/pairs.ts'
import { prepare } from './profile.ts'
import { sameMeeting, score } from './score.ts'

const hour = 3_600_000
const year = 365 * 24 * hour
const scoreOf = (a: FetchedTranscript, b: FetchedTranscript) => score(prepare(a), prepare(b)).score

/** Seconds of processor time: the same however busy the machine is. */
const seconds = (work: () => unknown): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

const meeting = conversation({ seed: 51, minutes: 20 })
const usual = transcribe(meeting, { seed: 1, platform: 'zoom' })

test('a date wrong by a year is another meeting, also with the very same words', () => {
  const wrong = { ...transcribe(meeting, { seed: 2, platform: 'otter' }), startedAt: (usual.startedAt ?? 0) - year }
  expect(scoreOf(usual, wrong)).toBe(0)
})

test('a transcript is not compared with itself', () => {
  expect(worthComparing(prepare(usual).profile, prepare(usual).profile)).toBe(false)
})

test('no participants, title, link or speakers: known by the words, and apart from another meeting’s', () => {
  const bare = { label: () => null, change: { participants: [], title: null, joinUrl: null } }
  const heard = transcribe(meeting, { seed: 3, platform: 'otter', ...bare })
  expect(scoreOf(transcribe(meeting, { seed: 4, platform: 'zoom', ...bare }), heard)).toBeGreaterThan(sameMeeting)
  expect(scoreOf(transcribe(conversation({ seed: 52, minutes: 20 }), { seed: 4, platform: 'zoom', ...bare }), heard)).toBeLessThan(0.5)
})

describe.each([
  ['segments of no length', () => ({ startMs: 5_000, endMs: 5_000 })],
  ['backwards', (index: number) => ({ startMs: 1_000_000 - index * 1_000, endMs: 900_000 - index * 1_000 })],
  ['all over one another', () => ({ startMs: 0, endMs: hour })],
])('%s', (_, times) => {
  const broken = (platform: string, seed: number): FetchedTranscript => {
    const sound = transcribe(conversation({ seed, minutes: 20 }), { seed: 5, platform })
    return transcriptOf({ ...sound, segments: sound.segments.map((segment, index) => ({ ...segment, ...times(index) })) })
  }

  test('never merge two meetings, and merge with every word of one kept', () => {
    expect(scoreOf(usual, broken('otter', 53))).toBeLessThan(0.5)
    const kept = merge([prepare(broken('otter', 53))]).segments.map(({ startMs }) => startMs)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept).toEqual(kept.toSorted((x, y) => x - y))
  })
})

test('a person’s transcript without any times is known by its words, and no other meeting', () => {
  const untimed = (seed: number, script?: 'chinese'): FetchedTranscript => {
    const typed = transcribe(conversation({ seed, minutes: 40, ...(script && { script }) }), { seed: 6, platform: 'otter', errors: 0.01 })
    return { ...typed, startedAt: null, segments: typed.segments.map((segment) => ({ ...segment, startMs: 0, endMs: 0 })) }
  }
  const heard = (seed: number, script?: 'chinese') =>
    transcribe(conversation({ seed, minutes: 40, ...(script && { script }) }), { seed: 7, platform: 'zoom', errors: 0.15 })
  for (const script of [undefined, 'chinese'] as const) {
    expect(scoreOf(heard(54, script), untimed(54, script))).toBeGreaterThan(sameMeeting)
    expect(scoreOf(heard(55, script), untimed(54, script))).toBeLessThan(0.5)
  }
})

test('twelve hours, a hundred thousand segments: compared and merged in time that grows with the words', () => {
  const many = (platform: string, count: number): FetchedTranscript => {
    const random = seeded(count)
    return transcriptOf({
      ...usual,
      platform,
      externalId: `${platform} ${count}`,
      segments: Array.from({ length: count }, (_, index) => ({
        startMs: index * 432,
        endMs: index * 432 + 400,
        speaker: `Speaker ${index % 3}`,
        text: `w${Math.floor(9_000 * random() ** 3)}`,
        rawText: null,
      })),
    })
  }
  const work = (count: number) => () => {
    const [a, b] = [prepare(many('zoom', count)), prepare(many('otter', count))]
    expect(score(a, b).score).toBeGreaterThan(sameMeeting)
    expect(merge([a, b]).segments.length).toBeGreaterThan(0)
  }
  work(5_000)()
  const [tenth, whole] = [seconds(work(10_000)), seconds(work(100_000))]
  // Ten times the words; linear and a logarithm would be some twelve times the time, square a hundred times.
  expect(whole / tenth).toBeLessThan(40)
})

test('a thousand copies from one platform: each costs the same to tell, none more than the words', () => {
  const brief = transcribe(conversation({ seed: 56, minutes: 0.5 }), { seed: 1, platform: 'zoom' })
  const first = prepare(brief)
  const copies = Array.from({ length: 1_000 }, (_, index) => prepare(transcriptOf({ ...brief, externalId: `copy ${index}` })))
  const scores = new Set(copies.map((copy) => comparePair(first, copy).pair.score))
  expect(scores.size).toBe(1)
})
