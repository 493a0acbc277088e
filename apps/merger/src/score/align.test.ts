import { expect, test } from 'vitest'
import { conversation, type Conversation } from '../test/conversation.ts'
import { transcribe } from '../test/recogniser.ts'
import { alignment, heard } from './align.ts'
import { inverse, onClockOf } from './pieces.ts'

const meeting = conversation({ seed: 7, minutes: 30 })

/** The same meeting with a recording that stood still for a while: later words are nearer to its start. */
const paused = (from: number, forMs: number): Conversation => ({
  ...meeting,
  words: meeting.words.flatMap((word) => {
    if (word.ms < from) return [word]
    return word.ms < from + forMs ? [] : [{ ...word, ms: word.ms - forMs }]
  }),
})

test('finds the clock difference of two recognisers to half a second', () => {
  const a = heard(transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.2 }).segments)
  const b = heard(transcribe(meeting, { seed: 2, platform: 'otter', errors: 0.3, part: [0.25, 1], segmentWords: 60 }).segments)
  const skipped = (meeting.words[Math.floor(meeting.words.length / 4)]?.ms ?? 0) - (meeting.words[0]?.ms ?? 0)
  const found = alignment(a, b)
  expect(found?.pieces).toHaveLength(1)
  expect(Math.abs((found?.pieces[0]?.offsetMs ?? 0) - skipped)).toBeLessThan(500)
})

test('follows a recording that was paused', () => {
  const a = heard(transcribe(meeting, { seed: 1, platform: 'zoom' }).segments)
  const b = heard(transcribe(paused(600_000, 300_000), { seed: 2, platform: 'otter' }).segments)
  const pieces = alignment(a, b)?.pieces ?? []
  expect(Math.abs(onClockOf(pieces, 300_000) - 300_000)).toBeLessThan(1_000)
  expect(Math.abs(onClockOf(pieces, 1_200_000) - 1_500_000)).toBeLessThan(1_000)
  expect(Math.abs(onClockOf(inverse(pieces), 1_500_000) - 1_200_000)).toBeLessThan(1_000)
})

test('every pair of words is equal and goes forward in both', () => {
  const a = heard(transcribe(meeting, { seed: 1, platform: 'zoom', errors: 0.2 }).segments)
  const b = heard(transcribe(meeting, { seed: 2, platform: 'otter', errors: 0.2 }).segments)
  const pairing = [...(alignment(a, b)?.pairing ?? [])]
  const paired = pairing.flatMap((other, place) => (other === -1 ? [] : [{ other, place }]))
  expect(paired.length).toBeGreaterThan(0.55 * a.words.count)
  expect(paired.every(({ other, place }) => a.words.hash[place] === b.words.hash[other])).toBe(true)
  expect(paired.every(({ other }, index) => index === 0 || other > (paired[index - 1]?.other ?? 0))).toBe(true)
})

test('nothing stands against a transcript without words, or one that says a phrase over and over', () => {
  const a = heard(transcribe(meeting, { seed: 1, platform: 'zoom' }).segments)
  expect(alignment(a, heard([]))).toBeUndefined()
  const phrase = { startMs: 0, endMs: 1_000, speaker: null, text: 'Thank you for watching.' }
  expect(alignment(heard([phrase, phrase, phrase]), heard([phrase, phrase, phrase]))).toBeUndefined()
})
