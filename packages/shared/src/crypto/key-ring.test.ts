import { randomBytes } from 'node:crypto'
import { array, assert, nat, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { parseKeyRing, sealedWith } from './key-ring.ts'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const old = entry('old')
const ring = parseKeyRing(old)
/** Any code points, lone surrogates among them. */
const anyText = array(nat({ max: 0x10ffff })).map((points) => String.fromCodePoint(...points))

test('opens what it sealed, for the row it was sealed for', () => {
  assert(
    property(anyText, string(), (text, row) => {
      return ring.open(ring.seal(text, row), row) === text.toWellFormed()
    }),
  )
})

/** A copy with one bit flipped. */
const flipped = (bytes: Buffer, bit: number) => {
  const altered = Buffer.from(bytes)
  altered[bit >> 3]! ^= 1 << (bit & 7)
  return altered
}
const opens = (envelope: string, row: string) => {
  try {
    ring.open(envelope, row)
    return true
  } catch {
    return false
  }
}
const bitsOf = (bytes: Buffer) => Array.from({ length: bytes.length * 8 }, (_, bit) => bit)

test('refuses an envelope with one bit flipped anywhere: in its text, in the bytes it stands for, in what it is bound to', () => {
  const envelope = ring.seal('secret', 'row')
  const [text, sealed, row] = [Buffer.from(envelope), Buffer.from(envelope.split('.')[2]!, 'base64url'), Buffer.from('row')]
  expect(opens(envelope, 'row')).toBe(true)
  expect(bitsOf(text).filter((bit) => opens(flipped(text, bit).toString('latin1'), 'row'))).toEqual([])
  expect(bitsOf(sealed).filter((bit) => opens(`v1.old.${flipped(sealed, bit).toString('base64url')}`, 'row'))).toEqual([])
  expect(bitsOf(row).filter((bit) => opens(envelope, flipped(row, bit).toString('latin1')))).toEqual([])
})

test('refuses one flipped bit whatever was sealed', () => {
  assert(
    property(anyText, string({ minLength: 1 }), nat(), nat(), (text, row, inText, inRow) => {
      const envelope = ring.seal(text, row)
      const [letters, bound] = [Buffer.from(envelope), Buffer.from(row, 'latin1')]
      const [altered, other] = [flipped(letters, inText % (letters.length * 8)), flipped(bound, inRow % (bound.length * 8))]
      return !opens(altered.toString('latin1'), row) && !opens(envelope, other.toString('latin1'))
    }),
  )
})

test('refuses another spelling of the same bytes', () => {
  const envelope = ring.seal('secret', 'row')
  for (const other of [`${envelope}=`, `${envelope}.more`, ` ${envelope}`, `${envelope}\n`, envelope.replace('v1.old.', 'v1.old.!')])
    expect(opens(other, 'row')).toBe(false)
})

test('refuses a shortened tag and anything cut off or added', () => {
  const sealed = Buffer.from(ring.seal('a secret of some length', 'row').split('.')[2]!, 'base64url')
  for (let length = 0; length < sealed.length; length++)
    expect(opens(`v1.old.${sealed.subarray(0, length).toString('base64url')}`, 'row')).toBe(false)
  expect(opens(`v1.old.${Buffer.concat([sealed, Buffer.alloc(3)]).toString('base64url')}`, 'row')).toBe(false)
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
  expect(rotated.keyIds).toEqual(['new', 'old'])
  expect([sealedWith(rotated.seal('secret', 'row')), sealedWith(ring.seal('secret', 'row'))]).toEqual(['new', 'old'])
  expect(rotated.open(ring.seal('secret', 'row'), 'row')).toBe('secret')
  expect(() => ring.open(rotated.seal('secret', 'row'), 'row')).toThrow('key new, which is not in the key ring')
})

test.each([
  ['', 'holds no key'],
  [`${old},${entry('old')}`, 'two keys called old'],
  [`${old}:more`, 'key old is not base64'],
  ['nokey', 'is id:base64key'],
  ['short:AAAA', 'key short must be 32 bytes in base64, it has 3'],
  [`two words:${randomBytes(32).toString('base64')}`, 'is id:base64key'],
])('says what is wrong with the key ring %j', (text, message) => {
  expect(() => parseKeyRing(text)).toThrow(message)
})

test.each(['', 'v1', 'v1.old', 'v1.old.AAAA', 'v2.old.AAAA', 'plain text'])('refuses %j, which is no envelope', (text) => {
  expect(() => ring.open(text, 'row')).toThrow(/envelope|key ring/)
})
