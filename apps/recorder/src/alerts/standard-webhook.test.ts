import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { signedHeaders, signingKey } from './standard-webhook.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

test('signs as the published example of Standard Webhooks is signed', () => {
  // The fraction of a second is left out.
  expect(signedHeaders(signingKey(secret)!, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_900, '{"test": 2432232314}')).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('takes a key with or without its prefix', () => {
  expect(signingKey(secret.slice('whsec_'.length))).toEqual(signingKey(secret))
})

test.each([
  ['no Base64', 'whsec_a secret that somebody thought of'],
  ['Base64 of another alphabet', `whsec_${'_-'.repeat(16)}`],
  ['too short', `whsec_${randomBytes(23).toString('base64')}`],
  ['too long', `whsec_${randomBytes(65).toString('base64')}`],
  ['nothing', 'whsec_'],
])('refuses %s', (_, wrong) => {
  expect(signingKey(wrong)).toBeUndefined()
})
