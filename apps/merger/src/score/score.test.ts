import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { conversation } from '../test/conversation.ts'
import { transcribe, type Hearing } from '../test/recogniser.ts'
import { fireflies, otter, otterBeginning, transcriptOf, zoom } from '../test/sample-meeting.ts'
import { prepare } from './profile.ts'
import { sameMeeting, score } from './score.ts'

const hour = 3_600_000
const scoreOf = (a: FetchedTranscript, b: FetchedTranscript) => score(prepare(a), prepare(b))
const nobody: Partial<Hearing> = { label: () => null, change: { participants: [] } }
const sameRoom = { title: 'Product weekly', joinUrl: 'https://example.zoom.us/j/84512007731' }

describe('one meeting', () => {
  test.each([0.05, 0.15, 0.3])(
    'heard by three recognisers with %d word errors, other segments, other clocks, a missing quarter',
    (errors) => {
      const meeting = conversation({ seed: 11, minutes: 45 })
      const a = transcribe(meeting, { seed: 1, platform: 'zoom', errors, ...nobody })
      const b = transcribe(meeting, {
        seed: 2,
        platform: 'otter',
        errors,
        segmentWords: 120,
        clockMs: 4 * 60_000,
        part: [0.25, 1],
        ...nobody,
      })
      const c = transcribe(meeting, {
        seed: 3,
        platform: 'fireflies',
        errors,
        segmentWords: 6,
        clockMs: -3 * 60_000,
        part: [0, 0.8],
        ...nobody,
      })
      for (const [x, y] of [
        [a, b],
        [a, c],
        [b, c],
      ] as const)
        expect(scoreOf(x, y).score).toBeGreaterThan(0.99)
    },
  )

  test('of which one source holds a few minutes', () => {
    const meeting = conversation({ seed: 12, minutes: 60 })
    const whole = transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.2 })
    const part = transcribe(meeting, { seed: 2, platform: 'otter', errors: 0.2, part: [0.5, 0.55], ...nobody })
    expect(scoreOf(whole, part).score).toBeGreaterThan(sameMeeting)
  })

  test('in a language without spaces', () => {
    const meeting = conversation({ seed: 13, minutes: 20, script: 'chinese' })
    const a = transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.15, ...nobody })
    const b = transcribe(meeting, { seed: 2, platform: 'otter', errors: 0.15, clockMs: -90_000, ...nobody })
    expect(scoreOf(a, b).score).toBeGreaterThan(0.99)
  })

  test('by a clock of another time zone', () => {
    const meeting = conversation({ seed: 14, minutes: 40 })
    const a = transcribe(meeting, { seed: 1, platform: 'zoom', ...nobody })
    const b = transcribe(meeting, { seed: 2, platform: 'otter', clockMs: 2 * hour, ...nobody })
    expect(scoreOf(a, b).score).toBeGreaterThan(sameMeeting)
  })

  test('of a few words, by the sum of the evidence', () => {
    for (const [x, y] of [
      [zoom, fireflies],
      [zoom, otter],
      [fireflies, otter],
      [zoom, otterBeginning],
      [fireflies, otterBeginning],
    ] as const)
      expect(scoreOf(x, y).score).toBeGreaterThan(sameMeeting)
  })

  test('says why, most telling first, and what to add to the times of the second', () => {
    const found = scoreOf(zoom, fireflies)
    expect(found.reasons.map(({ evidence }) => evidence)).toEqual(
      expect.arrayContaining(['text', 'time', 'participants', 'title', 'join-link', 'voices']),
    )
    expect(found.reasons.every(({ value }) => value >= 0 && value <= 1)).toBe(true)
    expect(Math.abs((found.offsetMs ?? 0) + 28_000)).toBeLessThan(1_500)
    expect(scoreOf(fireflies, zoom)).toEqual({ ...found, offsetMs: -(found.offsetMs ?? 0) })
  })
})

describe('two meetings', () => {
  const occurrence = (seed: number, at: number, platform: string): FetchedTranscript =>
    transcribe(conversation({ seed, minutes: 30, startedAt: Date.UTC(2026, 8, 14, 15) + at }), { seed, platform, change: sameRoom })

  test.each([
    ['an hour later', hour],
    ['back to back', 30 * 60_000],
    ['at the same time', 0],
    ['nearly a day later', 23 * hour],
  ])('of the same people, room and title, %s', (_, later) => {
    expect(scoreOf(occurrence(21, 0, 'zoom'), occurrence(22, later, 'otter')).score).toBeLessThan(0.5)
  })

  test('that open with the same announcement', () => {
    const opening = Array.from({ length: 110 }, (_, index) => `announcement${index}`)
    const heardAs = (seed: number, minutes: number, platform: string) =>
      transcribe(conversation({ seed, minutes, opening, people: [`Caller ${seed} Smith`] }), { seed, platform, ...nobody })
    expect(scoreOf(heardAs(31, 40, 'zoom'), heardAs(32, 40, 'otter')).score).toBeLessThan(0.5)
    expect(scoreOf(heardAs(31, 0.8, 'zoom'), heardAs(32, 0.8, 'otter')).score).toBeLessThan(sameMeeting)
  })

  test.each([
    ['slower', (ms: number) => 1.04 * ms],
    ['now slower, now faster', (ms: number) => ms + 5_000 * Math.sin(ms / 90_000)],
  ])('of which one gives the other’s talk again, hours later and %s', (_, pace) => {
    const talk = conversation({ seed: 33, minutes: 30 })
    const words = talk.words.map((word) => ({ ...word, ms: Math.round(pace(word.ms)) }))
    const again = { ...talk, startedAt: talk.startedAt + 3 * hour, words }
    const found = scoreOf(transcribe(talk, { seed: 1, platform: 'zoom' }), transcribe(again, { seed: 2, platform: 'otter' }))
    expect(found.score).toBeLessThan(sameMeeting)
  })

  test('with the same few words in the same room an hour later', () => {
    expect(scoreOf(zoom, { ...otter, startedAt: (otter.startedAt ?? 0) + hour }).score).toBeLessThan(0.5)
  })

  test('of half a minute, by the same people in one room at one time, with half of their sentences in common', () => {
    const shared = [
      'So let us look at the budget for the spring campaign first.',
      'Nobody has told the printer about the new deadline yet.',
    ]
    const meeting = (externalId: string, sentences: readonly string[]) =>
      transcriptOf({
        ...zoom,
        externalId,
        segments: sentences.map((text, index) => ({
          startMs: index * 4_000,
          endMs: index * 4_000 + 3_500,
          speaker: 'Nadia Haddad',
          text,
          rawText: null,
        })),
      })
    const one = meeting('one', [
      ...shared,
      'Then Tomás calls them this afternoon, and the posters wait.',
      'Good, and who pays the deposit?',
    ])
    const other = meeting('other', [
      ...shared,
      'My train leaves at six, we continue on Thursday morning.',
      'Please send round the slides before that.',
    ])
    const found = scoreOf(one, other)
    expect(found.score).toBeLessThan(sameMeeting)
    expect(found.reasons.find(({ evidence }) => evidence === 'text')?.explanation).toContain('too few to tell')
  })

  test('with everything alike but what was said', () => {
    const other = transcriptOf({
      ...otter,
      externalId: 'other',
      segments: [
        { startMs: 12_000, endMs: 20_000, speaker: 'Nadia Haddad', text: 'Good afternoon, is anybody hearing me at all?', rawText: null },
      ],
    })
    expect(scoreOf(zoom, other).score).toBeLessThan(sameMeeting)
  })

  test('more than 24 hours apart, or of two workspaces, however alike', () => {
    expect(scoreOf(zoom, { ...otter, startedAt: (otter.startedAt ?? 0) + 25 * hour }).score).toBe(0)
    expect(scoreOf(zoom, { ...otter, workspaceId: 'b0000000-0000-4000-8000-000000000000' }).score).toBe(0)
  })

  test('of which one or both have next to no words', () => {
    const words = (platform: string, ...texts: readonly string[]) =>
      transcriptOf({
        platform,
        externalId: texts.join(),
        ...sameRoom,
        participants: zoom.participants,
        segments: texts.map((text, index) => ({ startMs: index * 1_000, endMs: index * 1_000 + 900, speaker: null, text, rawText: null })),
      })
    expect(scoreOf(words('zoom'), words('otter')).score).toBeLessThan(sameMeeting)
    expect(scoreOf(words('zoom', 'Yes.'), words('otter', 'Yes.')).score).toBeLessThan(sameMeeting)
    const hallucinated = Array.from({ length: 200 }, () => 'Thank you for watching.')
    expect(scoreOf(words('zoom', ...hallucinated), words('otter', ...hallucinated)).score).toBeLessThan(sameMeeting)
  })
})

describe('any input', () => {
  const segment = fc.record({
    startMs: fc.integer({ min: -10_000, max: 10_000_000 }),
    endMs: fc.integer({ min: -10_000, max: 10_000_000 }),
    speaker: fc.constantFrom(null, 'Nadia', 'Speaker 1', ''),
    text: fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('yes', 'no', 'plan', 'launch', '会议', '\u0000', '😀')).map((words) => words.join(' ')),
    ),
    rawText: fc.constant(null),
  })
  const transcript = fc
    .record({
      segments: fc.array(segment, { maxLength: 30 }),
      startedAt: fc.constantFrom(null, 0, Date.UTC(2026, 8, 14), 8e15),
      durationMs: fc.constantFrom(null, -5, 0, 9e15),
      title: fc.option(fc.string()),
      joinUrl: fc.option(fc.constantFrom('', 'not a link', 'https://example.zoom.us/j/84512007731')),
      platform: fc.constantFrom('zoom', 'otter'),
      externalId: fc.string(),
    })
    .map(transcriptOf)

  test('gets a score from 0 to 1, the same from both sides', () => {
    fc.assert(
      fc.property(transcript, transcript, (a, b) => {
        const found = scoreOf(a, b)
        expect(found.score).toBeGreaterThanOrEqual(0)
        expect(found.score).toBeLessThanOrEqual(1)
        expect(scoreOf(b, a).score).toBe(found.score)
      }),
    )
  })

  test('compares three hours without stalling its partition', () => {
    const meeting = conversation({ seed: 41, minutes: 180 })
    const a = prepare(transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.2 }))
    const b = prepare(transcribe(meeting, { seed: 2, platform: 'otter', errors: 0.3, segmentWords: 80 }))
    const times = Array.from({ length: 3 }, () => {
      // Processor time: the same however busy the machine is.
      const before = process.threadCpuUsage()
      expect(score(a, b).score).toBeGreaterThan(sameMeeting)
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1_000
    })
    expect(Math.min(...times)).toBeLessThan(1_000)
  })
})
