import { expect, test } from 'vitest'
import { inventMeeting } from '../meeting/invent.ts'
import { sampleMeeting } from '../meeting/sample.ts'
import { renderTranscript } from './transcript.ts'

const invented = Array.from({ length: 5 }, (_, seed) => renderTranscript(inventMeeting(seed)))
const sentences = invented.flatMap((transcript) => transcript.sentences ?? [])

test('some speakers are unnamed, and the first speaker has the id 0', () => {
  expect(sentences.some(({ speaker_name }) => speaker_name === null)).toBe(true)
  expect(sentences.some(({ speaker_name }) => speaker_name !== null)).toBe(true)
  for (const transcript of invented) expect(transcript.sentences?.[0]?.speaker_id).toBe(0)
})

test('times are seconds that grow, some of them as text', () => {
  expect(new Set(sentences.map(({ start_time }) => typeof start_time))).toEqual(new Set(['number', 'string']))
  for (const transcript of invented) {
    const starts = transcript.sentences?.map(({ start_time }) => Number(start_time)) ?? []
    expect(starts).toEqual(starts.toSorted((first, second) => first - second))
    expect(starts.at(-1)).toBeLessThan(transcript.duration * 60)
  }
})

test('raw_text is what the recogniser heard: no punctuation, sometimes other words than text', () => {
  expect(sentences.every(({ raw_text }) => /^[\p{Ll}\p{N}' \p{Lo}]+$/u.test(raw_text))).toBe(true)
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu)
  expect(sentences.some(({ text, raw_text }) => JSON.stringify(words(text)) !== JSON.stringify(words(raw_text)))).toBe(true)
})

test('the date is the start by a clock that is not quite right', () => {
  expect(renderTranscript(sampleMeeting).date).toBe(sampleMeeting.startedAt + 1_400)
})
