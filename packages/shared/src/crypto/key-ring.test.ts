import { randomBytes } from 'node:crypto'
import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { parseKeyRing } from './key-ring.ts'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const old = entry('old')
const ring = parseKeyRing(old)

test('opens what it sealed, for the row it was sealed for', () => {
  assert(
    property(string({ unit: 'binary' }), string(), (text, row) => {
      expect(ring.open(ring.seal(text, row), row)).toBe(text.toWellFormed())
    }),
  )
})

test('refuses an envelope with one bit flipped, anywhere', () => {
  const envelope = ring.seal('secret', 'row')
  const [version, id, encoded = ''] = envelope.split('.')
  const sealed = Buffer.from(encoded, 'base64url')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = Buffer.from(sealed)
    altered[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => ring.open(`${version}.${id}.${altered.toString('base64url')}`, 'row')).toThrow('altered or belongs elsewhere')
  }
})

test('refuses an envelope moved to another row', () => {
  expect(() => ring.open(ring.seal('secret', 'one'), 'two')).toThrow('altered or belongs elsewhere')
})

test('never seals the same way twice', () => {
  expect(ring.seal('secret', 'row')).not.toBe(ring.seal('secret', 'row'))
})

test('seals with the first key and opens with all', () => {
  const rotated = parseKeyRing(`${entry('new')}, ${old}`)
  expect(rotated.currentKeyId).toBe('new')
  expect(rotated.open(ring.seal('secret', 'row'), 'row')).toBe('secret')
  expect(() => ring.open(rotated.seal('secret', 'row'), 'row')).toThrow('key new, which is not in HANSARD_KEYS')
})

test.each([
  ['', 'every entry is id:base64key'],
  ['nokey', 'must be 32 bytes in base64, it has 0'],
  ['short:AAAA', 'key short must be 32 bytes in base64, it has 3'],
  [`two words:${randomBytes(32).toString('base64')}`, 'every entry is id:base64key'],
])('says what is wrong with the key ring %j', (text, message) => {
  expect(() => parseKeyRing(text)).toThrow(message)
})

test.each(['', 'v1', 'v1.old', 'v1.old.AAAA', 'v2.old.AAAA', 'plain text'])('refuses %j, which is no envelope', (text) => {
  expect(() => ring.open(text, 'row')).toThrow(/envelope|HANSARD_KEYS/)
})
