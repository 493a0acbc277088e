import { expect, test } from 'vitest'
import { instantOf, retryAfter } from './instants.ts'

test.each([
  ['2026-09-14T15:00:10Z', Date.UTC(2026, 8, 14, 15, 0, 10)],
  ['2026-09-14T17:00:10.5+02:00', Date.UTC(2026, 8, 14, 15, 0, 10, 500)],
  ['2025-01-27T23:27:47.096395+00:00', Date.UTC(2025, 0, 27, 23, 27, 47, 96)],
  ['2026-09-14T15:00:10', Date.UTC(2026, 8, 14, 15, 0, 10)],
  ['2026-13-14T15:00:10Z', null],
  ['yesterday', null],
  ['', null],
  [null, null],
])('%j is %j', (text, at) => {
  expect(instantOf(text)).toBe(at)
})

test.each([
  ['0', 1000],
  ['120', 121_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  ['1970-01-01T00:02:00Z', 120_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 1000],
  ['-5', undefined],
  ['later', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j allows another try at %j', (header, at) => {
  expect(retryAfter(header, 1000)).toBe(at)
})
