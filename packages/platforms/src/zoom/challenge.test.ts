import { expect, test } from 'vitest'
import { readZoomEvent } from './events.ts'

const secret = 'test-secret-token-0123456789'
const challenge = (plainToken: unknown) =>
  readZoomEvent(Buffer.from(JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken }, event_ts: 1 })))

test('answers the handshake with the token and its MAC', () => {
  const reading = challenge('qgg8vlvZRS6UYooatFL8Aw')
  if (reading.kind !== 'challenge') throw new Error(reading.kind)
  expect(reading.answer(secret)).toEqual({
    plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
    encryptedToken: '6806fd4fceab5538106881d9ede74644cdb6e6f66b3bbafe64228529a219d414',
  })
})

test.each([
  ['a message to be signed', 'v0:1785368934:{"event":"recording.completed"}'],
  ['a message of the specification', '1785368934{"event":"recording.completed"}'],
  ['a colon alone', 'v0:1:'],
  ['nothing', ''],
  ['129 characters', 'a'.repeat(129)],
  ['a line break', 'abc\n'],
  ['a number', 7],
  ['a list', ['abc']],
  ['no token', undefined],
])('does not sign %s', (_, plainToken) => {
  expect(challenge(plainToken)).toEqual({
    kind: 'invalid',
    reason: 'payload.plainToken must be 1 to 128 characters of A-Z a-z 0-9 _ - + / = .',
  })
})
