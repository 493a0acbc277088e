import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { isSealable, isSealed, openedValue, sealedValue } from './sealed-values.ts'

const keyRing = parseKeyRing(`test:${randomBytes(32).toString('base64')}`)

test('opens to the very bytes, whatever they were, for the record it was sealed for', () => {
  const bytes = Buffer.from([0, 255, 254, 0xc3, 0x28, 13, 10])
  const value = sealedValue(keyRing, bytes, 'webhooks.raw.v1/0/1')
  const record = { value, headers: { 'value-sealed': '1' } }
  expect(value.toString('latin1')).toMatch(/^v1\.test\./)
  expect(openedValue(keyRing, record, 'webhooks.raw.v1/0/1')).toEqual(bytes)
  expect(() => openedValue(keyRing, record, 'webhooks.raw.v1/0/2')).toThrow('altered or belongs elsewhere')
})

test('what was not sealed is as it is', () => {
  const plain = { value: Buffer.from('{}'), headers: {} }
  expect(isSealed(plain)).toBe(false)
  expect(openedValue(keyRing, plain, 'webhooks.raw.v1/0/1')).toBe(plain.value)
  expect(openedValue(keyRing, { value: null, headers: { 'value-sealed': '1' } }, 'x')).toBeNull()
})

test('what would no longer fit a record when sealed is left as it is: no delivery is that large', () => {
  const maxMessageBytes = 16 << 20
  const record = (bytes: number) => ({ value: Buffer.alloc(bytes), headers: {} })
  expect(isSealable(record(9_000_000))).toBe(true)
  expect(sealedValue(keyRing, Buffer.alloc(9_000_000), 'webhooks.raw.v1/0/1').length).toBeLessThan(maxMessageBytes - 100_000)
  expect(isSealable(record(9_000_001))).toBe(false)
  expect(isSealable({ value: null, headers: {} })).toBe(false)
  expect(isSealable({ value: Buffer.from('v1.'), headers: { 'value-sealed': '1' } })).toBe(false)
})
