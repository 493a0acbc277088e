import { expect, test } from 'vitest'
import { roomsOf, sameRoom } from './links.ts'
import { titleLikeness } from './titles.ts'

const rooms = (joinUrl: string | null, ...aliases: readonly string[]) => roomsOf({ joinUrl, aliases })

test('knows a room by its link, whatever the host and the passcode, or by its number', () => {
  const link = rooms('https://example.zoom.us/j/84512007731?pwd=x')
  expect(sameRoom(link, rooms(null, '845 1200 7731'))).toBe(1)
  expect(sameRoom(link, rooms('https://zoom.us/wc/84512007731/join'))).toBe(1)
  expect(sameRoom(link, rooms('https://example.zoom.us/j/84512007732'))).toBe(0)
})

test('knows rooms of other makers, and does not take a shared path for one', () => {
  expect(sameRoom(rooms('https://meet.google.com/abc-defg-hij'), rooms('https://meet.google.com/abc-defg-hij?authuser=1'))).toBe(1)
  const teams = (id: string) => rooms(`https://teams.example/l/meetup-join/19%3ameeting_${id}%40thread.v2/0`)
  expect(sameRoom(teams('aaa1'), teams('bbb2'))).toBeNull()
  expect(sameRoom(rooms(null), rooms('https://meet.google.com/abc-defg-hij'))).toBeNull()
})

test('titles agree in what they say, not in being a meeting with a number and a date', () => {
  expect(titleLikeness('Zoom meeting 84512007731', 'Zoom meeting 99')).toBeNull()
  expect(titleLikeness('Product weekly', 'WEEKLY: product 2026-09-14')).toBe(1)
  expect(titleLikeness('Budget', 'Roadmap')).toBe(0)
  expect(titleLikeness('产品周会', '产品例会')).toBeGreaterThan(0)
})
