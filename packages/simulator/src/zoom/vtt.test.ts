import { expect, test } from 'vitest'
import { inventMeeting } from '../meeting/invent.ts'
import { sampleMeeting } from '../meeting/sample.ts'
import { renderVtt, vttTime } from './vtt.ts'

const CUE = /^(\d+)\r\n(\d\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d\d+):(\d\d):(\d\d)\.(\d{3})\r\n([^\r\n]+)$/

const cuesOf = (vtt: string) => {
  const [header, ...blocks] = vtt.split('\r\n\r\n')
  expect(header).toBe('WEBVTT')
  expect(blocks.pop()).toBe('')
  return blocks.map((block) => {
    const [, id, h1, m1, s1, f1, h2, m2, s2, f2, text = ''] = CUE.exec(block) ?? []
    const ms = (h?: string, m?: string, s?: string, f?: string) => ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(f)
    return { id: Number(id), startMs: ms(h1, m1, s1, f1), endMs: ms(h2, m2, s2, f2), text }
  })
}

test('every cue of a WebVTT file has a number, valid times and one line of text, and cues do not overlap', () => {
  for (const meeting of [sampleMeeting, inventMeeting(1), inventMeeting(2)]) {
    let clock = 0
    for (const [index, { id, startMs, endMs, text }] of cuesOf(renderVtt(meeting, 0)).entries()) {
      expect(id).toBe(index + 1)
      expect(startMs).toBeGreaterThanOrEqual(clock)
      expect(endMs).toBeGreaterThan(startMs)
      expect(text).not.toBe('')
      clock = endMs
    }
    expect(clock).toBeGreaterThan(100_000)
  }
})

test('the sample transcript holds what was said after the recording began, under the names shown in Zoom', () => {
  const texts = cuesOf(renderVtt(sampleMeeting, 0)).map(({ text }) => text)
  expect(texts[0]).toBe('Nadia Haddad: Okay, shall we start with the launch checklist? Tomás, you have the list.')
  expect(texts).toContain('Tomás Ribeiro (he/him): Agreed. And one rule from last time: nobody ships on a Friday.')
  expect(texts).toContain('Mm-hm.')
})

test('some cues have no name, few of them long', () => {
  const meeting = inventMeeting(5)
  const names = meeting.people.map(({ labels }) => `${labels.zoom}: `)
  const cues = cuesOf(renderVtt(meeting, 0))
  const unnamed = cues.filter(({ text }) => !names.some((name) => text.startsWith(name)))
  expect(unnamed.length).toBeGreaterThan(0)
  expect(unnamed.length).toBeLessThan(cues.length / 5)
})

test('each recording of a paused meeting counts its times from its own start', () => {
  const meeting = inventMeeting(6, { recordings: 2 })
  const [first, second] = [cuesOf(renderVtt(meeting, 0)), cuesOf(renderVtt(meeting, 1))]
  expect(first[0]?.startMs).toBeLessThan(30_000)
  expect(second[0]?.startMs).toBeLessThan(30_000)
  expect(second[0]?.text).not.toBe(first[0]?.text)
})

test('hours grow beyond two digits', () => {
  expect(vttTime(100 * 3_600_000 + 61_005)).toBe('100:01:01.005')
})
