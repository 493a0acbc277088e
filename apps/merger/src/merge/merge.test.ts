import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FetchedTranscript, MergedSegment } from '@hansard/shared/contracts/contracts.generated'
import { prepare } from '../score/profile.ts'
import { conversation } from '../test/conversation.ts'
import { transcribe } from '../test/recogniser.ts'
import { fireflies, otter, transcriptOf, zoom } from '../test/sample-meeting.ts'
import { merge, type Merged } from './merge.ts'

const mergeAll = (...parts: readonly FetchedTranscript[]): Merged => merge(parts.map(prepare))
const texts = ({ segments }: Merged) => segments.map(({ text }) => text)
const line = (startMs: number, endMs: number, speaker: string | null, text: string) => ({ startMs, endMs, speaker, text, rawText: null })

const withoutSpaces = (text: string): string => text.replaceAll(/\s/g, '')

/** A segment's text as its own source has it: the corrections taken back, from behind. */
const ownText = ({ text, corrections }: MergedSegment): string =>
  corrections
    .toReversed()
    .reduce((own, { from, to, replaced }) => [...own.slice(0, from), ...Array.from(replaced), ...own.slice(to)], Array.from(text))
    .join('')

/** What must be true of any merged transcript. */
const expectWellFormed = (merged: Merged, parts: readonly FetchedTranscript[]): void => {
  const sources = new Map(parts.map((part) => [part.transcriptId, part]))
  const places = merged.segments.map(({ transcriptId, segmentIndex }) => `${transcriptId} ${segmentIndex}`)
  expect(new Set(places).size).toBe(places.length)
  for (const [index, segment] of merged.segments.entries()) {
    expect(withoutSpaces(ownText(segment))).toBe(
      withoutSpaces(sources.get(segment.transcriptId)?.segments[segment.segmentIndex]?.text ?? '?'),
    )
    for (const { from, to, transcriptId } of segment.corrections) {
      const spoken = (sources.get(transcriptId)?.segments ?? []).map((each) => each.text).join(' ')
      expect(transcriptId).not.toBe(segment.transcriptId)
      for (const word of Array.from(segment.text).slice(from, to).join('').split(/\s+/))
        expect(spoken.toLowerCase()).toContain(word.toLowerCase())
    }
    expect(segment.startMs).toBeGreaterThanOrEqual(index === 0 ? 0 : (merged.segments[index - 1]?.startMs ?? 0))
    expect(segment.endMs).toBeGreaterThanOrEqual(segment.startMs)
    expect(['agreed', 'disputed', 'only']).toContain(segment.agreement)
    expect(segment.agreement === 'only' && segment.alternatives.length > 0).toBe(false)
    for (const { transcriptId, text } of segment.alternatives) {
      expect(transcriptId).not.toBe(segment.transcriptId)
      const spoken = (sources.get(transcriptId)?.segments ?? []).map((each) => each.text).join(' ')
      for (const word of text.split(/\s+/)) expect(spoken).toContain(word)
    }
  }
  expect(merged.sources.map(({ transcriptId }) => transcriptId).toSorted()).toEqual([...sources.keys()].toSorted())
}

describe('a short meeting of three platforms', () => {
  const merged = mergeAll(otter, fireflies, zoom)

  test('becomes one transcript: every line once, named across the sources', () => {
    expect(merged.segments.map(({ speaker, text, agreement }) => [speaker, text, agreement])).toEqual([
      ['Nadia Haddad', 'Okay, shall we start with the launch checklist?', 'agreed'],
      ['Tomás Ribeiro', 'Yes. Two items are still open.', 'agreed'],
      [null, 'Mm-hm.', 'only'],
      ['Nadia Haddad', 'Then let us close them: legal first.', 'disputed'],
    ])
    expectWellFormed(merged, [otter, fireflies, zoom])
  })

  test('keeps what the others heard where they differ, and only there', () => {
    expect(merged.segments.map(({ alternatives }) => alternatives)).toEqual([
      [],
      [],
      [],
      [{ transcriptId: otter.transcriptId, text: 'Let us close them before 10:00 tomorrow.' }],
    ])
  })

  test('has each person once, the best title, and one clock', () => {
    expect(merged.participants).toEqual([
      { name: 'Nadia Haddad', email: 'nadia@northwind.example' },
      { name: 'Tomás Ribeiro', email: 'tomas@northwind.example' },
    ])
    expect(merged.title).toBe('Product weekly')
    expect(merged.startedAt).toBe(zoom.startedAt)
    expect(merged.durationMs).toBe(18_440)
    const offsets = new Map(merged.sources.map(({ platform, offsetMs }) => [platform, offsetMs]))
    expect(offsets.get('zoom')).toBe(0)
    expect(Math.abs((offsets.get('fireflies') ?? 0) + 28_000)).toBeLessThan(1_500)
    expect(Math.abs((offsets.get('otter') ?? 0) + 7_500)).toBeLessThan(1_500)
  })

  test('tells of each source why it is here, the first without a score', () => {
    expect(merged.sources.map(({ score }) => score === null)).toEqual([true, false, false])
    expect(merged.sources.slice(1).every(({ score, reasons }) => (score ?? 0) > 0.9 && reasons.length > 3)).toBe(true)
  })

  test('is the same whatever the order of the parts', () => {
    expect(mergeAll(zoom, otter, fireflies)).toEqual(merged)
    expect(mergeAll(fireflies, zoom, otter)).toEqual(merged)
  })
})

describe('a long meeting', () => {
  const meeting = conversation({ seed: 51, minutes: 20 })
  const late = transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.05, part: [0.25, 1] })
  const early = transcribe(meeting, {
    seed: 2,
    platform: 'otter',
    errors: 0.05,
    part: [0, 0.9],
    segmentWords: 40,
    clockMs: 200_000,
    label: (name) => `Speaker ${name.length}`,
  })
  const merged = mergeAll(late, early)

  test('is filled from the source that was there when the best one was not', () => {
    const spoken = meeting.words.length
    const words = texts(merged).join(' ').split(' ').length
    expect(words).toBeGreaterThan(0.97 * spoken)
    expect(words).toBeLessThan(1.03 * spoken)
    expectWellFormed(merged, [late, early])
  })

  test('carries the names into what the other source filled in', () => {
    const filled = merged.segments.filter(({ transcriptId }) => transcriptId === early.transcriptId)
    expect(filled.length).toBeGreaterThan(10)
    const named = filled.filter(({ speaker }) => meeting.people.includes(speaker ?? ''))
    expect(named.length).toBe(filled.length)
    const zero = meeting.words[0]?.ms ?? 0
    const speakerAt = (ms: number) => meeting.words.findLast((word) => word.ms - zero <= ms)?.speaker
    const right = filled.filter(({ speaker, startMs, endMs }) => speaker === speakerAt((startMs + endMs) / 2))
    expect(right.length).toBeGreaterThan(0.95 * filled.length)
  })

  test('begins when its earliest source does', () => {
    expect(merged.segments[0]?.startMs).toBeLessThan(1_000)
    expect(merged.sources.find(({ platform }) => platform === 'zoom')?.offsetMs).toBeGreaterThan(240_000)
  })
})

test('a source alone is itself, every line only its own', () => {
  const merged = mergeAll(otter)
  expect(texts(merged)).toEqual(otter.segments.map(({ text }) => text))
  expect(merged.segments.map(({ speaker, agreement }) => [speaker, agreement])).toEqual([
    ['Nadia Haddad', 'only'],
    ['Speaker 2', 'only'],
  ])
  expect(merged.sources).toMatchObject([{ offsetMs: 0, score: null, reasons: [] }])
})

test('where two agree against the best source, their words are taken and its own are kept as the alternative', () => {
  const meeting = [
    'We should move the release to the second week of October.',
    'The budget for the warehouse was approved this morning.',
    'Somebody has to call the supplier about the broken pallets.',
    'And then we can close the quarter without any surprise.',
  ]
  const heardBy = (platform: string, third: string, extra: string) =>
    transcriptOf({
      platform,
      externalId: platform,
      segments: [...meeting.with(2, third), extra].map((text, index) => line(index * 6_000, index * 6_000 + 5_000, 'Nadia Haddad', text)),
    })
  const misheard = 'Some buddy has two colour this apply her in a broke in palace.'
  const best = heardBy('zoom', misheard, 'Thank you all for coming today, see you on Thursday then.')
  const others = [heardBy('fireflies', meeting[2] ?? '', 'Thank you.'), heardBy('otter', meeting[2] ?? '', 'Thanks.')]
  const merged = mergeAll(best, ...others)
  expect(merged.segments[2]?.text).toBe(meeting[2])
  expect(merged.segments[2]?.alternatives).toContainEqual({ transcriptId: best.transcriptId, text: misheard })
  expect(merged.segments).toHaveLength(5)
})

test('what one source puts at another time is not said twice', () => {
  const opening = line(0, 3_000, 'Nadia', 'Welcome to the review of the harbour project everybody.')
  const answer = (startMs: number) => line(startMs, startMs + 3_000, 'Tomás', 'The northern crane is late.')
  const first = transcriptOf({
    platform: 'zoom',
    externalId: '1',
    segments: [opening, answer(30_000), line(60_000, 61_000, 'Nadia', 'Fine then.')],
  })
  const second = transcriptOf({ platform: 'otter', externalId: '2', segments: [opening, answer(42_000)] })
  expect(texts(mergeAll(first, second))).toEqual(first.segments.map(({ text }) => text))
})

test('sources that share no words stand side by side on their stated clocks', () => {
  const first = transcriptOf({ platform: 'zoom', externalId: 'first', segments: [line(0, 2_000, 'A', 'The first half of the meeting.')] })
  const second = transcriptOf({
    platform: 'otter',
    externalId: 'second',
    startedAt: (first.startedAt ?? 0) + 60_000,
    segments: [line(0, 2_000, 'B', 'Quite another topic after a break')],
  })
  expect(mergeAll(first, second).segments.map(({ startMs, text }) => [startMs, text])).toEqual([
    [0, 'The first half of the meeting.'],
    [60_000, 'Quite another topic after a break'],
  ])
})

test('any input gives a well-formed transcript, the same from both sides', () => {
  const segment = fc.record({
    startMs: fc.integer({ min: -10_000, max: 600_000 }),
    endMs: fc.integer({ min: -10_000, max: 600_000 }),
    speaker: fc.constantFrom(null, 'Nadia', 'Speaker 1', 'n@a.example', ''),
    text: fc
      .array(fc.constantFrom('yes', 'no', 'plan', 'launch', '会议', '今天', 'we', 'go', '…', ''), { maxLength: 8 })
      .map((words) => words.join(' ')),
    rawText: fc.constant(null),
  })
  const part = fc.record({ segments: fc.array(segment, { maxLength: 12 }), startedAt: fc.constantFrom(null, 0, 60_000) })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const transcripts = parts.map((each, index) => transcriptOf({ ...each, platform: 'zoom', externalId: String(index) }))
      const merged = mergeAll(...transcripts)
      expectWellFormed(merged, transcripts)
      expect(mergeAll(...transcripts.toReversed())).toEqual(merged)
    }),
  )
})

test('merges three transcripts of three hours without stalling its partition', () => {
  const meeting = conversation({ seed: 61, minutes: 180 })
  const parts = ['zoom', 'otter', 'fireflies'].map((platform, index) =>
    prepare(transcribe(meeting, { seed: index, platform, errors: 0.2 })),
  )
  // Processor time: the same however busy the machine is.
  const before = process.threadCpuUsage()
  expect(merge(parts).segments.length).toBeGreaterThan(1_000)
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(15_000)
})
