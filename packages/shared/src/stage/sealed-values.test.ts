import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { isSealed, openedValue, sealedValue } from './sealed-values.ts'

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
