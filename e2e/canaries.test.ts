import { expect, test } from 'vitest'
import { formsOf, leaks } from './canaries.ts'

const secret = 'p/ss+word=ü-0123456789'
const canary = { what: 'a secret', value: secret }
const found = (text: string | Buffer) => leaks([canary], [{ where: 'here', bytes: Buffer.from(text) }])

test.each([
  ['as it is', `x${secret}y`],
  ['in JSON', JSON.stringify({ a: JSON.stringify(secret) })],
  ['in a URL', `https://h.example/?a=${encodeURIComponent(secret)}&b`],
  ['in a form', new URLSearchParams({ a: secret }).toString()],
  ['encoded twice', encodeURIComponent(encodeURIComponent(secret))],
  ['in hex', `00${Buffer.from(secret).toString('hex')}ff`],
  ['in Base64', Buffer.from(secret).toString('base64')],
  ['within Basic credentials', Buffer.from(`id:${secret}:x`).toString('base64')],
  ['within other Base64', Buffer.from(`ab${secret}`).toString('base64url')],
  ['within binary', Buffer.concat([Buffer.from([0, 255]), Buffer.from(secret), Buffer.from([1])])],
])('a secret is found %s', (_, text) => {
  expect(found(text)).toEqual(['a secret in here'])
})

test('nothing is found where nothing is', () => {
  expect(found(`${secret.slice(0, -1)} ${Buffer.from(secret.slice(1)).toString('hex')}`)).toEqual([])
  expect(formsOf(secret).length).toBeGreaterThan(8)
})
