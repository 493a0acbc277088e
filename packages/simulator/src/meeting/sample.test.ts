import { expect, test } from 'vitest'
import { heardIn } from './heard.ts'
import { withIdentity } from './identity.ts'
import { sampleMeeting } from './sample.ts'

const heardBy = {
  zoom: heardIn(sampleMeeting, sampleMeeting.zoom.recordings),
  fireflies: heardIn(sampleMeeting, sampleMeeting.fireflies.heard),
  otter: heardIn(sampleMeeting, sampleMeeting.otter.heard),
}

test('no platform heard all of the sample meeting', () => {
  for (const heard of Object.values(heardBy)) expect(heard.length).toBeLessThan(sampleMeeting.utterances.length)
})

test('every word of the sample meeting was heard by at least two platforms', () => {
  const heardOnce = sampleMeeting.utterances.filter(
    ({ text }) => Object.values(heardBy).filter((heard) => heard.some((part) => part.text === text)).length < 2,
  )
  expect(heardOnce).toEqual([])
})

test('another identity keeps the words and changes every id', () => {
  const other = withIdentity(sampleMeeting, 'other', 1_800_000_000_000)
  expect(other.utterances).toEqual(sampleMeeting.utterances)
  expect(other.startedAt).toBe(1_800_000_000_000)
  expect(other.key).toBe('other')
  expect(other.zoom.uuid).not.toBe(sampleMeeting.zoom.uuid)
  expect(other.zoom.number).not.toBe(sampleMeeting.zoom.number)
  expect(other.joinUrl).toContain(String(other.zoom.number))
  expect(other.zoom.recordings[0]?.transcriptFileId).not.toBe(sampleMeeting.zoom.recordings[0]?.transcriptFileId)
  expect(other.fireflies.id).not.toBe(sampleMeeting.fireflies.id)
  expect(other.otter.id).not.toBe(sampleMeeting.otter.id)
})

test('the same key gives the same identity', () => {
  expect(withIdentity(sampleMeeting, 'other')).toEqual(withIdentity(sampleMeeting, 'other'))
})
