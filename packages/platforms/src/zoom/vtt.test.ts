import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../any-text.ts'
import { leastTime } from '../least-time.ts'
import { transcriptVtt } from './fixtures.ts'
import type { Cue } from '../subtitles/speaker-labels.ts'
import { parseVtt } from './vtt.ts'

const cues = (text: string): readonly Cue[] => {
  const parsed = parseVtt(text)
  if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
  return parsed.cues
}
const cue = (text: string) => cues(`WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${text}\n`)

const expected = [
  { startMs: 4859, endMs: 7410, speaker: 'Inès Aubert', text: 'Okay, shall we start with the autumn catalogue?' },
  { startMs: 7900, endMs: 12_030, speaker: 'Søren Lind (he/him)', text: 'Yes. Three pages are still empty.' },
  { startMs: 12_200, endMs: 12_600, speaker: null, text: 'Mm-hm.' },
  { startMs: 13_000, endMs: 18_440, speaker: 'Inès Aubert', text: 'Then let us fill them: prices first.' },
]

describe('reads the same cues', () => {
  test.each([
    ['with CRLF', transcriptVtt],
    ['with LF', transcriptVtt.replaceAll('\r\n', '\n')],
    ['with CR', transcriptVtt.replaceAll('\r\n', '\r')],
    ['after a byte order mark', `\uFEFF${transcriptVtt}`],
    ['without cue identifiers', transcriptVtt.replaceAll(/^\d+\r\n/gm, '')],
    ['with words for identifiers', transcriptVtt.replaceAll(/^(\d+)\r\n/gm, 'cue $1\r\n')],
    ['with a heading and metadata', transcriptVtt.replace('WEBVTT', 'WEBVTT - by Zoom\r\nKind: captions')],
    [
      'with notes and styles between',
      transcriptVtt.replace('\r\n\r\n', '\r\n\r\nNOTE a\r\nb\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n'),
    ],
    ['with cue settings', transcriptVtt.replaceAll(/(--> \S+)/g, '$1 align:start position:0%')],
    ['without a blank line after the heading', transcriptVtt.replace('WEBVTT\r\n\r\n1\r\n', 'WEBVTT\r\n')],
    ['without a blank line at the end', transcriptVtt.trimEnd()],
  ])('%s', (_, text) => {
    expect(cues(text)).toEqual(expected)
  })
})

test('joins a cue of several lines', () => {
  expect(cue('Inès Aubert: one\ntwo\n three')).toMatchObject([{ speaker: 'Inès Aubert', text: 'one two three' }])
})

test('reads hours beyond 99 and times without hours', () => {
  expect(cues('WEBVTT\n\n123:00:01.500 --> 123:00:02.000\nx')).toMatchObject([{ startMs: 442_801_500, endMs: 442_802_000 }])
  expect(cues('WEBVTT\n\n01:01.500 --> 01:02.000\nx')).toMatchObject([{ startMs: 61_500 }])
})

test('gives each voice of a cue its own segment', () => {
  expect(cue('<v.loud Inès Aubert>Yes.</v> <v Søren>No.</v>')).toMatchObject([
    { speaker: 'Inès Aubert', text: 'Yes.' },
    { speaker: 'Søren', text: 'No.' },
  ])
})

test('removes markup and resolves character references, but leaves a plain < alone', () => {
  expect(cue('<i>Profit</i> &amp; loss: 3 < 5 <00:00:01.500>and 7 > 2')).toMatchObject([{ text: 'Profit & loss: 3 < 5 and 7 > 2' }])
})

test('has no cues for a file that holds only its heading, and for cues without words', () => {
  expect(cues('WEBVTT')).toEqual([])
  expect(cues('WEBVTT\r\n\r\n')).toEqual([])
  expect(cue('Inès Aubert: ')).toEqual([])
})

describe('refuses rubbish with a reason', () => {
  test.each([
    ['', 'it does not begin with WEBVTT'],
    ['<!DOCTYPE html><title>Sign in</title>', 'it does not begin with WEBVTT'],
    ['WEBVTTX\n', 'it does not begin with WEBVTT'],
    ['WEBVTT\n\nhello, this is nothing', 'line 3 is neither a cue nor a note'],
    ['WEBVTT\n\n00:00:01.000 --> later\nx', 'line 3 has no readable cue times'],
    ['WEBVTT\n\n1\n00:61:01.000 --> 00:62:01.000\nx', 'line 4 has no readable cue times'],
  ])('%j', (text, reason) => {
    expect(parseVtt(text)).toEqual({ kind: 'rubbish', reason })
  })
})

test('never throws and never goes back in time within a cue', () => {
  const pieces = [
    '',
    'WEBVTT',
    '1',
    '00:00:01.000 --> 00:00:00.500',
    'Inès: hi',
    '<v a>b',
    '-->',
    'NOTE',
    '&amp;',
    'a: b: c',
    '<'.repeat(20),
  ]
  const lines = fc.array(fc.oneof(fc.constantFrom(...pieces), anyText()))
  const property = fc.property(lines, (some) => {
    const parsed = parseVtt(`WEBVTT\n\n${some.join('\n')}`)
    return parsed.kind === 'rubbish' || parsed.cues.every(({ startMs, endMs }) => endMs >= startMs)
  })
  expect(() => fc.assert(property)).not.toThrow()
})

const clock = (s: number) =>
  `${String(Math.floor(s / 3600)).padStart(2, '0')}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}.000`

test('reads a meeting of twelve hours well within a second', () => {
  const blocks = Array.from(
    { length: 21_600 },
    (_, i) => `${i}\r\n${clock(i * 2)} --> ${clock(i * 2 + 2)}\r\nSpeaker Number${i % 12}: ${'word '.repeat(12)}\r\n`,
  )
  const text = `WEBVTT\r\n\r\n${blocks.join('\r\n')}`
  expect(leastTime(() => cues(text))).toBeLessThan(1000)
  const read = cues(text)
  expect(read).toHaveLength(21_600)
  expect(read.at(-1)).toMatchObject({ startMs: 43_198_000, speaker: 'Speaker Number11' })
})

describe('no input makes it slow', () => {
  const size = 200_000
  const times = '00:00:01.000 --> 00:00:02.000\n'
  test.each([
    ['cues without blank lines', `WEBVTT\n\n${times.repeat(size / 10)}`],
    ['one line of colons', `WEBVTT\n\n${times}${': '.repeat(size)}`],
    ['open tags', `WEBVTT\n\n${times}${'<v '.repeat(size)}`],
    ['open classes', `WEBVTT\n\n${times}${'<v.a'.repeat(size)}`],
    ['spaces', `WEBVTT\n\n${times}${' '.repeat(size)}x`],
    ['digits where times should be', `WEBVTT\n\n${'1'.repeat(size)} --> ${'1'.repeat(size)}\n`],
    ['arrows', `WEBVTT\n\n${times}${'-->'.repeat(size)}`],
    ['ampersands', `WEBVTT\n\n${times}${'&'.repeat(size)}`],
    ['carriage returns', `WEBVTT\n\n${'\r'.repeat(size)}`],
    ['a long heading', `WEBVTT ${' '.repeat(size)}`],
  ])('%s', (_, text) => {
    expect(leastTime(() => parseVtt(text))).toBeLessThan(1000)
  })
})
