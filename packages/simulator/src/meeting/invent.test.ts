import { expect, test } from 'vitest'
import { inventMeeting } from './invent.ts'
import { Meeting } from './meeting.ts'

const phrasesOf = (meeting: Meeting): Set<string> => {
  const words = meeting.utterances.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [])
  return new Set(words.map((_, index) => words.slice(index, index + 3).join(' ')))
}

const likeness = (first: Meeting, second: Meeting): number => {
  const [one, other] = [phrasesOf(first), phrasesOf(second)]
  return one.intersection(other).size / one.union(other).size
}

test('the same seed gives the same meeting', () => {
  expect(inventMeeting(7)).toEqual(inventMeeting('7'))
})

test('two seeds share hardly a phrase, whatever they talk about', () => {
  const meetings = Array.from({ length: 12 }, (_, seed) => inventMeeting(seed))
  const likenesses = meetings.flatMap((first, index) => meetings.slice(index + 1).map((second) => likeness(first, second)))
  expect(Math.max(...likenesses)).toBeLessThan(0.15)
})

test('two seeds have no identity in common', () => {
  const [first, second] = [inventMeeting(1), inventMeeting(2)]
  expect(first.key).not.toBe(second.key)
  expect(first.zoom.uuid).not.toBe(second.zoom.uuid)
  expect(first.zoom.number).not.toBe(second.zoom.number)
  expect(first.fireflies.id).not.toBe(second.fireflies.id)
  expect(first.otter.id).not.toBe(second.otter.id)
  expect(first.zoom.recordings[0]?.transcriptFileId).not.toBe(second.zoom.recordings[0]?.transcriptFileId)
})

test('occurrences of a series share people, title and meeting number, but neither words nor uuid', () => {
  const [first, second] = [inventMeeting('monday', { series: 'weekly' }), inventMeeting('tuesday', { series: 'weekly' })]
  expect(second.people).toEqual(first.people)
  expect(second.titles).toEqual(first.titles)
  expect(second.joinUrl).toBe(first.joinUrl)
  expect(second.zoom.number).toBe(first.zoom.number)
  expect(second.zoom.uuid).not.toBe(first.zoom.uuid)
  expect(likeness(first, second)).toBeLessThan(0.15)
})

test('nobody speaks before the one before has finished', () => {
  for (const seed of [1, 2, 3]) {
    let clock = 0
    for (const { startMs, endMs } of inventMeeting(seed).utterances) {
      expect(startMs).toBeGreaterThan(clock)
      expect(endMs).toBeGreaterThan(startMs)
      clock = endMs
    }
  }
})

test('options hold people, domain, time, length and recordings fixed', () => {
  const meeting = inventMeeting(3, { people: 2, domain: 'contoso.example', startedAt: 1_800_000_000_000, minutes: 5, recordings: 2 })
  expect(meeting.people.map(({ email }) => email.split('@')[1])).toEqual(['contoso.example', 'contoso.example'])
  expect(meeting.startedAt).toBe(1_800_000_000_000)
  expect(meeting.utterances.at(-1)?.endMs).toBeGreaterThan(5 * 60_000)
  expect(meeting.utterances.at(-1)?.endMs).toBeLessThan(6 * 60_000)
  expect(meeting.zoom.recordings).toHaveLength(2)
})

test('talks for twelve hours when asked to', () => {
  const meeting = inventMeeting('marathon', { minutes: 720 })
  expect(meeting.utterances.length).toBeGreaterThan(5_000)
  expect(meeting.utterances.at(-1)?.endMs).toBeGreaterThan(720 * 60_000)
})

test('is plain data that passes its own schema', () => {
  const meeting = inventMeeting(4)
  expect(Meeting.parse(JSON.parse(JSON.stringify(meeting)))).toEqual(meeting)
})
