import { expect, test } from 'vitest'
import { sampleMeeting } from '../meeting/sample.ts'
import { inventMeeting } from '../meeting/invent.ts'
import { clockTime, otterStart, renderText } from './text.ts'

const headers = (text: string) => [...text.matchAll(/^(.+) {2}((?:\d+:)?\d\d:\d\d) ?$/gm)].map(([, name, time]) => ({ name, time }))

test('turns are headed by a name, two spaces and a time; unknown voices are numbered', () => {
  const names = headers(renderText(sampleMeeting, 1)).map(({ name }) => name)
  expect(new Set(names)).toEqual(new Set(['Nadia Haddad', 'Priya Raman', 'Speaker 3', 'Jonas Lindqvist']))
})

test('a stretch of the sample meeting is missing', () => {
  const text = renderText(sampleMeeting, 1)
  expect(text).toContain('second courier')
  expect(text).not.toContain('tax table')
  expect(text).toContain('See you tomorrow.')
})

test('times count from when Otter joined, which is what it says it was created at', () => {
  const meeting = inventMeeting(8)
  const joinedMs = meeting.otter.heard[0]?.fromMs ?? 0
  const first = meeting.utterances.find(({ startMs }) => startMs >= joinedMs)
  expect(headers(renderText(meeting, 1))[0]?.time).toBe(clockTime((first?.startMs ?? 0) - joinedMs))
  expect(otterStart(meeting)).toBe(meeting.startedAt + joinedMs + meeting.otter.clockErrorMs)
})

test('a partial text is the beginning of the complete one', () => {
  const [partial, complete] = [renderText(sampleMeeting, 0.4), renderText(sampleMeeting, 1)]
  expect(complete.startsWith(partial)).toBe(true)
  expect(partial.length).toBeGreaterThan(0)
  expect(partial.length).toBeLessThan(complete.length * 0.7)
})

test('from one hour on the time has hours', () => {
  expect([clockTime(59_000), clockTime(3_599_999), clockTime(3_661_000)]).toEqual(['00:59', '59:59', '1:01:01'])
})
