import { Type } from 'avsc'
import { expect, test } from 'vitest'
import { avro } from '../contracts/contract.ts'
import { PermanentError, UnavailableError } from '../errors.ts'
import { createCodec } from './codec.ts'

const record = (fields: readonly object[]) => JSON.stringify({ type: 'record', name: 'Thing', namespace: 'test', fields })
const contract = avro<{ readonly name: string; readonly size: number | null }>(
  record([
    { name: 'name', type: 'string' },
    { name: 'size', type: ['null', 'int'], default: null },
  ]),
)
const known = new Map([['things', { id: 7, contract }]])
const noOthers = () => Promise.reject(new PermanentError('404'))
const older = Type.forSchema(JSON.parse(record([{ name: 'name', type: 'string' }])))
const written = (type: Type, id: number, value: unknown) => Buffer.concat([Buffer.from([0, 0, 0, 0, id]), type.toBuffer(value)])

test('writes 0, the schema id and Avro, and reads it back', async () => {
  const codec = createCodec(known, noOthers)
  const bytes = codec.encode(contract, 'things', { name: 'é', size: 3 })
  expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, 7])
  expect(await codec.decode(contract, bytes)).toEqual({ name: 'é', size: 3 })
})

test.each([0, 1_000, 65_530, 65_531, 65_532, 65_533, 1_000_000])(
  'writes a text of %d characters, and leaves what it wrote before alone',
  async (length) => {
    const codec = createCodec(known, noOthers)
    const value = { name: 'x'.repeat(length), size: null }
    const [bytes, other] = [codec.encode(contract, 'things', value), codec.encode(contract, 'things', { name: 'other', size: 1 })]
    expect(bytes.equals(written(contract.type, 7, value))).toBe(true)
    expect(await codec.decode(contract, other)).toEqual({ name: 'other', size: 1 })
  },
)

test('names the field that does not fit, and keeps its value to itself', () => {
  const faulty = { name: 'x', size: 'canary' } as never
  const encode = () => createCodec(known, noOthers).encode(contract, 'things', faulty)
  expect(encode).toThrow('the value does not fit Thing: size')
  expect(encode).not.toThrow('canary')
})

test('reads what an older version of the contract wrote', async () => {
  const codec = createCodec(known, async () => older)
  expect(await codec.decode(contract, written(older, 3, { name: 'old' }))).toEqual({ name: 'old', size: null })
})

test.each([
  ['no value', null, 'no value'],
  ['an empty value', Buffer.alloc(0), '0 bytes'],
  ['a wrong magic byte', Buffer.from('{"json":true}'), 'beginning with 7b'],
  ['a truncated record', Buffer.from([0, 0, 0, 0, 7, 40, 65]), 'does not hold a Thing'],
  ['trailing bytes', Buffer.concat([written(contract.type, 7, { name: 'a', size: 1 }), Buffer.from('rest')]), 'does not hold a Thing'],
  ['an unknown schema', Buffer.from([0, 0, 0, 0, 99, 1]), '404'],
])('%s can never be read, and the message says why', async (_, value, message) => {
  const decoded = createCodec(known, noOthers).decode(contract, value)
  await expect(decoded).rejects.toBeInstanceOf(PermanentError)
  await expect(decoded).rejects.toThrow(message)
})

test('asks once about a schema the registry does not know, until it may have been registered', async () => {
  let asked = 0
  let now = 0
  const codec = createCodec(
    known,
    () => (asked++, noOthers()),
    () => now,
  )
  const unknown = Buffer.from([0, 0, 0, 0, 99, 1])
  await expect(codec.decode(contract, unknown)).rejects.toBeInstanceOf(PermanentError)
  await expect(codec.decode(contract, unknown)).rejects.toBeInstanceOf(PermanentError)
  expect(asked).toBe(1)
  now += 60_000
  await expect(codec.decode(contract, unknown)).rejects.toBeInstanceOf(PermanentError)
  expect(asked).toBe(2)
})

test('a registry that is away is not the record’s fault', async () => {
  const codec = createCodec(known, () => Promise.reject(new UnavailableError('registry', 'refused')))
  await expect(codec.decode(contract, Buffer.from([0, 0, 0, 0, 99, 1]))).rejects.toBeInstanceOf(UnavailableError)
})
