import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../any-text.ts'
import { leastTime } from '../least-time.ts'
import { parseOtterText } from './text.ts'

const segments = (text: string, durationMs: number | null = null) => {
  const parsed = parseOtterText(text, durationMs)
  if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
  return parsed.segments
}
const turns = (text: string) => segments(text).map(({ startMs, speaker, text: said }) => [startMs, speaker, said])

test('reads turns as the documentation shows them', () => {
  const text = `Inès Aubert  00:00
Thanks everyone for joining today.

Søren Lind  00:07
Right now we take notes manually.
And we often miss details.
`
  expect(segments(text)).toEqual([
    { startMs: 0, endMs: 7000, speaker: 'Inès Aubert', text: 'Thanks everyone for joining today.', rawText: null },
    {
      startMs: 7000,
      endMs: 7000 + 4400,
      speaker: 'Søren Lind',
      text: 'Right now we take notes manually. And we often miss details.',
      rawText: null,
    },
  ])
})

test('reads headers with spaces around the line ends, hours, and any line end', () => {
  const text = 'Sam  00:15 \n Welcome to the meeting!\n\nSpeaker 2  1:02:03 \n Thank you.\n'
  const expected = [
    [15_000, 'Sam', 'Welcome to the meeting!'],
    [3_723_000, 'Speaker 2', 'Thank you.'],
  ]
  expect(turns(text)).toEqual(expected)
  expect(turns(text.replaceAll('\n', '\r\n'))).toEqual(expected)
})

test.each([
  'See you at 10:00',
  'See you at 11:00',
  'See you at 10:00 tomorrow.',
  'Let us close them before 10:00',
  'We stop at  09:30',
  'It is at  99:75',
])('a spoken line that ends in a time is no header: %s', (line) => {
  expect(turns(`Sam  10:15\nHello.\n${line}\nBye.`)).toEqual([[615_000, 'Sam', `Hello. ${line.replace('  ', ' ')} Bye.`]])
})

test('takes a header after a blank line even when it goes back in time', () => {
  expect(turns('Sam  00:15\nHello.\n\nAna  00:10\nHi.')).toEqual([
    [10_000, 'Ana', 'Hi.'],
    [15_000, 'Sam', 'Hello.'],
  ])
})

test('keeps text before any header, without a speaker', () => {
  expect(turns('Hello there.\nHow are you?')).toEqual([[0, null, 'Hello there. How are you?']])
})

test('ends the last turn by the pace of speech, but not after the end of the recording', () => {
  const text = `Sam  00:10\n${'word '.repeat(25)}`
  expect(segments(text)[0]?.endMs).toBe(20_000)
  expect(segments(text, 14_000)[0]?.endMs).toBe(14_000)
  expect(segments(text, 60_000)[0]?.endMs).toBe(20_000)
  expect(segments(text, 5_000)[0]?.endMs).toBe(20_000)
})

test('gives two turns within one second a length each', () => {
  for (const { startMs, endMs } of segments('A  00:10\nOne two.\n\nB  00:10\nThree.')) expect(endMs).toBeGreaterThan(startMs)
})

test('has no segments where nothing was said', () => {
  expect(segments('')).toEqual([])
  expect(segments('Sam  00:10\n\nAna  00:12\n \n')).toEqual([])
})

test.each(['<!DOCTYPE html><html>', ' <html>', '<?xml version="1.0"?>'])('refuses a page: %s', (text) => {
  expect(parseOtterText(text, null)).toEqual({ kind: 'rubbish', reason: 'it is a markup page' })
})

test('never throws, and loses no word of what follows a header', () => {
  const property = fc.property(fc.array(anyText()), (lines) => {
    const parsed = parseOtterText(`Sam  00:10\n${lines.join('\n')}`, null)
    return parsed.kind === 'segments' && parsed.segments.every(({ startMs, endMs, text }) => endMs >= startMs && text !== '')
  })
  expect(() => fc.assert(property)).not.toThrow()
})

test('reads a meeting of twelve hours well within a second', () => {
  const clock = (s: number) =>
    `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`
  const text = Array.from({ length: 14_400 }, (_, i) => `Speaker ${i % 9}  ${clock(i * 3)} \n ${'word '.repeat(20)}\n`).join('\n')
  expect(leastTime(() => segments(text))).toBeLessThan(1000)
  const read = segments(text)
  expect(read).toHaveLength(14_400)
})

describe('no input makes it slow', () => {
  test.each([
    ['spaces', ' '.repeat(400_000)],
    ['one long line that ends in a time', `${'a  '.repeat(200_000)}00:10`],
    ['digits', '1'.repeat(400_000)],
    ['headers without words', 'A  00:10\n'.repeat(50_000)],
    ['line ends', '\r'.repeat(400_000)],
    ['angle brackets', '<'.repeat(400_000)],
  ])('%s', (_, text) => {
    expect(leastTime(() => parseOtterText(text, null))).toBeLessThan(1000)
  })
})

test('turns that all begin at one moment are passed on, and a note says so', () => {
  const parsed = parseOtterText('Sam  0:00\nOne.\n\nAna  0:00\nTwo.\n\nSam  0:00\nThree.\n', null)
  expect(parsed).toMatchObject({
    notes: [{ code: 'doubtful-times', text: expect.stringContaining('all 3 segments begin at the same moment') }],
  })
})

test('hours read as minutes are converted where the words tell', () => {
  const hours = Array.from(
    { length: 40 },
    (_, n) => `Sam  ${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}\n${'word '.repeat(30 * 60)}`,
  )
  const parsed = parseOtterText(hours.join('\n\n'), null)
  expect(parsed).toMatchObject({
    notes: [{ code: 'rescaled-times' }],
    segments: expect.arrayContaining([expect.objectContaining({ startMs: 3_600_000 * 2 })]),
  })
})
