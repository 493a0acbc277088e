import { expect, test } from 'vitest'
import { isAllowedHost } from './allowed-hosts.ts'

test.each([
  ['https://zoom.us/x', true],
  ['https://us02web.zoom.us/x', true],
  ['https://evilzoom.us/x', false],
  ['https://zoom.us.evil.example/x', false],
  ['https://zoom.us@evil.example/x', false],
  ['https://zoom.us:8443/x', false],
  ['http://127.0.0.1:9000/x', true],
  ['http://127.0.0.1:9001/x', false],
  ['http://127.0.0.1/x', false],
])('%s: %s', (url, expected) => {
  expect(isAllowedHost(new URL(url), ['zoom.us', '*.zoom.us', '127.0.0.1:9000'])).toBe(expected)
})
