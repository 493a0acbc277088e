import { expect, test } from 'vitest'
import { signFireflies, signOtter, signZoom, zoomChallengeAnswer } from './sign.ts'

const secret = 'test-secret-token-0123456789'

test('signs a Zoom body with accents and emoji over its UTF-8 bytes', () => {
  const body =
    '{"event":"recording.transcript_completed","event_ts":1785368934817,"payload":{"account_id":"A","object":{"uuid":"aB+cD/eF==","id":84177662364,"topic":"café 🚀"}},"download_token":"t"}'
  const expected = {
    'x-zm-request-timestamp': '1785368934',
    'x-zm-signature': 'v0=552b2db9d5b4f30b6785b79890a89f78d48b4f8071ea825eee726783bcecc1b4',
  }
  expect(Buffer.byteLength(body)).toBe(186)
  expect(signZoom(secret, body, 1_785_368_934)).toEqual(expected)
  expect(signZoom(secret, Buffer.from(body), 1_785_368_934)).toEqual(expected)
})

test("the specification's Zoom signature leaves out version and colons", () => {
  const documented = signZoom(secret, ':{}', 5)['x-zm-signature']
  expect(signZoom(secret, '{}', 5, 'specification')['x-zm-signature']).not.toBe(documented)
  expect(signZoom('s', '{"a":1}', 1_785_368_934, 'specification')['x-zm-signature']).toBe(
    `v0=${zoomChallengeAnswer('s', '1785368934{"a":1}').encryptedToken}`,
  )
})

test("answers Zoom's challenge", () => {
  expect(zoomChallengeAnswer(secret, 'qgg8vlvZRS6UYooatFL8Aw').encryptedToken).toBe(
    '6806fd4fceab5538106881d9ede74644cdb6e6f66b3bbafe64228529a219d414',
  )
})

test('signs Fireflies V2, V1 without prefix, and as the specification has it', () => {
  const v2 =
    '{"event":"meeting.transcribed","timestamp":1710876543210,"meeting_id":"ASxwZxCstx","client_reference_id":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
  const v1 = '{"meetingId":"ASxwZxCstx","eventType":"Transcription completed","clientReferenceId":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
  const signed = 'sha256=601d1e64b825bca610e136afdabf8b450b7c0f738daddc4b6012950225c2ef6b'
  expect(signFireflies(secret, v2)).toEqual({ 'x-hub-signature': signed })
  expect(signFireflies(secret, v2, 'specification')).toEqual({ 'x-fireflies-signature': signed })
  expect(signFireflies(secret, v1, 'bare')).toEqual({
    'x-hub-signature': 'b0fd09e9e348aba5d8a71615e27750fdadaf188590b621f413823ed4ab9a8ec0',
  })
})

test("signs Otter's specified header in bare hex", () => {
  expect(signOtter(secret, 'qgg8vlvZRS6UYooatFL8Aw')['x-otter-signature']).toBe(
    '6806fd4fceab5538106881d9ede74644cdb6e6f66b3bbafe64228529a219d414',
  )
})
