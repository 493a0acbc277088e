import { PermanentError } from '@hansard/shared/errors'
import { describe, expect, test } from 'vitest'
import type { ZoomContent } from './content.ts'
import { transcriptVtt } from './fixtures.ts'
import { transcriptOf } from './transcript.ts'

const at = (time: string) => Date.parse(`2026-09-14T${time}Z`)
const content: ZoomContent = {
  uuid: 'u',
  meetingId: '85930046217',
  topic: 'Catalogue',
  hostEmail: 'ines@halden.example',
  joinHost: 'example.zoom.us',
  startTime: at('15:00:10'),
  durationMs: 46 * 60_000,
  eventTs: at('15:50:00'),
  files: [],
}
const vtt = (text: string) => `WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n${text}\n`
const transcript = (...parts: Parameters<typeof transcriptOf>[1]) => {
  const fetched = transcriptOf(content, parts)
  if (fetched.kind === 'none') throw new Error(fetched.reason)
  return fetched.transcript
}

test('counts from the start of the recording, not of the meeting', () => {
  const read = transcript({ vtt: transcriptVtt, start: at('15:00:42'), end: at('15:46:10') })
  expect(read).toMatchObject({
    title: 'Catalogue',
    joinUrl: 'https://example.zoom.us/j/85930046217',
    startedAt: at('15:00:42'),
    durationMs: at('15:46:10') - at('15:00:42'),
    sourceUpdatedAt: content.eventTs,
  })
  expect(read.segments[0]).toEqual({
    startMs: 4859,
    endMs: 7410,
    speaker: 'Inès Aubert',
    text: 'Okay, shall we start with the autumn catalogue?',
    rawText: null,
  })
  expect(read.participants).toEqual([
    { name: null, email: 'ines@halden.example' },
    { name: 'Inès Aubert', email: null },
    { name: 'Søren Lind (he/him)', email: null },
  ])
})

test('shifts each file of a recording that was stopped and resumed by its own start', () => {
  const read = transcript(
    { vtt: vtt('Ana: one'), start: at('15:00:00'), end: at('15:10:00') },
    { vtt: vtt('Ana: two'), start: at('15:30:00'), end: at('15:40:00') },
  )
  expect(read.startedAt).toBe(at('15:00:00'))
  expect(read.durationMs).toBe(40 * 60_000)
  expect(read.segments.map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
    [1000, 3000, 'one'],
    [1_801_000, 1_803_000, 'two'],
  ])
})

test('lets a file without a start follow the one before it', () => {
  const read = transcript({ vtt: vtt('one'), start: at('15:00:00'), end: null }, { vtt: vtt('two'), start: null, end: null })
  expect(read.segments.map(({ startMs }) => startMs)).toEqual([1000, 4000])
})

test('falls back to the start and length of the meeting', () => {
  expect(transcript({ vtt: vtt('one'), start: null, end: null })).toMatchObject({
    startedAt: content.startTime,
    durationMs: content.durationMs,
  })
})

test('keeps the segments in order of time', () => {
  const shuffled = 'WEBVTT\n\n00:05.000 --> 00:06.000\nlater\n\n00:01.000 --> 00:02.000\nearlier\n'
  expect(transcript({ vtt: shuffled, start: null, end: null }).segments.map(({ text }) => text)).toEqual(['earlier', 'later'])
})

describe('without words', () => {
  test('a file without cues is an empty transcript, a normal end', () => {
    expect(transcriptOf(content, [{ vtt: 'WEBVTT\r\n\r\n', start: null, end: null }])).toEqual({
      kind: 'none',
      reason: 'empty transcript',
      awaited: false,
    })
  })
  test('a file that is no WebVTT fails for good, with the line', () => {
    const damaged = () => transcriptOf(content, [{ vtt: 'WEBVTT\n\n00:00:01.000 --> nowhere\nx', start: null, end: null }])
    expect(damaged).toThrow(PermanentError)
    expect(damaged).toThrow('the transcript file is no readable WebVTT: line 3 has no readable cue times')
  })
})

describe('of several files', () => {
  const parts = (second: Parameters<typeof transcriptOf>[1][number]) =>
    transcript({ vtt: vtt('Ana: one'), start: at('15:00:00'), end: at('15:10:00') }, second, {
      vtt: vtt('Ana: three'),
      start: at('15:50:00'),
      end: null,
    })
  test.each([
    ['no readable WebVTT: it does not begin with WEBVTT', { vtt: '<html>' }],
    ['not to be had: Zoom refused the download', { vtt: undefined, fault: 'Zoom refused the download' }],
  ])('those that can be read are published, and a note says which is missing: %s', (fault, second) => {
    const read = parts({ ...second, start: at('15:30:00'), end: null })
    expect(read.segments.map(({ text }) => text)).toEqual(['one', 'three'])
    expect(read.notes).toEqual([{ code: 'missing-part', text: `part 2 of 3, recorded from 2026-09-14T15:30:00.000Z is ${fault}` }])
  })
  test('a note about one names it', () => {
    const read = parts({ vtt: `who\n${vtt('Ana: two')}`.replace(/^who\nWEBVTT\n/, 'WEBVTT\n\nwho\n'), start: at('15:30:00'), end: null })
    expect(read.notes).toEqual([
      { code: 'unreadable-text', text: 'part 2 of 3, recorded from 2026-09-14T15:30:00.000Z: 1 of 2 cues could not be read: line 3' },
    ])
  })
  test('who speaks in one is known in the others', () => {
    const many = `WEBVTT\n\n${['front desk: a', 'front desk: b', 'Ana: c'].map((text, i) => `00:0${i}.000 --> 00:0${i}.500\n${text}\n`).join('\n')}`
    const few = `WEBVTT\n\n00:01.000 --> 00:02.000\nfront desk: hello\n\n00:03.000 --> 00:04.000\nand so on\n`
    const read = transcript({ vtt: many, start: at('15:00:00'), end: null }, { vtt: few, start: at('15:30:00'), end: null })
    expect(read.segments.map(({ speaker }) => speaker)).toEqual(['front desk', 'front desk', 'Ana', 'front desk', null])
  })
})

test('the host is known by the address', () => {
  const said = `WEBVTT\n\n00:01.000 --> 00:02.000\nInes: hello\n\n00:03.000 --> 00:04.000\nand so on\n\n00:05.000 --> 00:06.000\nAna B: yes\n`
  expect(transcript({ vtt: said, start: null, end: null }).segments[0]).toMatchObject({ speaker: 'Ines', text: 'hello' })
})
