import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
// Loads kafkajs with its patches.
import { kafkajs } from './kafkajs.ts'
import type { RecordToEncode } from './record-encoding.ts'

const require = createRequire(import.meta.url)
const load = (path: string): unknown => require(`kafkajs/src/${path}`)

/** What a file of kafkajs exports when nothing repairs it. */
const unpatched = (path: string): unknown => {
  const file = require.resolve(`kafkajs/src/${path}`)
  const patched = require.cache[file]
  delete require.cache[file]
  const exported: unknown = require(file)
  require.cache[file] = patched
  return exported
}

interface Encoder {
  readonly buffer: Buffer
  size(): number
}
type EncodeRecord = (record: RecordToEncode) => unknown
type EncodeBatch = { RecordBatch(batch: object): Promise<Encoder> }

const recordPath = 'protocol/recordBatch/record/v0'
const batchPath = 'protocol/recordBatch/v0'
const encoders = {
  theirs: { record: unpatched(recordPath) as EncodeRecord, batch: unpatched(batchPath) as EncodeBatch },
  ours: { record: load(recordPath) as EncodeRecord, batch: load(batchPath) as EncodeBatch },
}

const encode = async (by: keyof typeof encoders, batch: object, records: readonly RecordToEncode[]): Promise<string> => {
  const { record, batch: into } = encoders[by]
  const encoded = await into.RecordBatch({ ...batch, records: records.map((each) => record(each)) })
  expect(encoded.size()).toBe(encoded.buffer.length)
  return encoded.buffer.toString('hex')
}

const text = fc.string({ unit: 'binary', maxLength: 300 })
const bytes = fc.oneof(
  text.map((value) => Buffer.from(value)),
  text,
)
const records = fc.array(
  fc.record({
    offsetDelta: fc.integer({ min: 0, max: 100_000 }),
    timestampDelta: fc.oneof(fc.constant(0), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 2 ** 45 })),
    key: fc.option(bytes),
    value: fc.option(bytes),
    // kafkajs takes a name that every object inherits (valueOf) for a header that was already there.
    headers: fc.dictionary(
      text.filter((name) => !(name in {})),
      fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })),
      { maxKeys: 5 },
    ),
  }),
  { minLength: 1, maxLength: 8 },
)
const batches = fc.record({
  compression: fc.constantFrom(0, 1, 4),
  transactional: fc.boolean(),
  lastOffsetDelta: fc.nat(),
  firstTimestamp: fc.nat({ max: 2 ** 45 }),
  maxTimestamp: fc.nat({ max: 2 ** 45 }).map(String),
  producerId: fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String)),
  producerEpoch: fc.nat({ max: 32_767 }),
  firstSequence: fc.nat({ max: 2 ** 31 - 1 }),
})

test('batches are written byte for byte as kafkajs writes them', async () => {
  await fc.assert(
    fc.asyncProperty(batches, records, async (batch, given) => {
      expect(await encode('ours', batch, given)).toBe(await encode('theirs', batch, given))
    }),
    { numRuns: 150 },
  )
})

interface TheirRecord {
  readonly headers: Readonly<Record<string, Buffer | null | readonly (Buffer | null)[]>>
}
type DecodeRecord = (from: { readonly buffer: Buffer }, context: object) => object
const Decoder = load('protocol/decoder') as new (buffer: Buffer) => { readonly buffer: Buffer; readVarIntBytes(): Buffer }
const decoders = {
  theirs: unpatched(`${recordPath}/decoder`) as (...args: Parameters<DecodeRecord>) => TheirRecord,
  ours: load(`${recordPath}/decoder`) as DecodeRecord,
}
const textOf = (value: Buffer | null): string | null => (value === null ? null : value.toString())

test('records are read as kafkajs reads them, headers as text', () => {
  const contexts = fc.record({
    firstOffset: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
    firstTimestamp: fc.oneof(fc.constant('-1'), fc.nat({ max: 2 ** 45 }).map(String)),
    maxTimestamp: fc.nat({ max: 2 ** 45 }).map(String),
    timestampType: fc.constantFrom(0, 1),
    magicByte: fc.constant(2),
    isControlBatch: fc.boolean(),
  })
  const property = fc.property(contexts, records, (context, [given]) => {
    const { size, write } = encoders.ours.record(given!) as { size: number; write(into: Buffer, at: number): number }
    const written = Buffer.alloc(size)
    write(written, 0)
    const read = () => new Decoder(new Decoder(written).readVarIntBytes())
    const theirs = decoders.theirs(read(), context)
    const headers = Object.entries(theirs.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(textOf) : textOf(value as Buffer | null),
    ])
    expect(decoders.ours(read(), context)).toEqual({ ...theirs, headers: Object.fromEntries(headers) as object })
  })
  fc.assert(property, { numRuns: 300 })
})

test('what is left out of a batch is as kafkajs has it', async () => {
  const batch = { firstTimestamp: 1, maxTimestamp: 2 }
  const record = { key: null, value: Buffer.alloc(20_000, 'x') }
  expect(await encode('ours', batch, [record])).toBe(await encode('theirs', batch, [record]))
})

test('an encoder that grows keeps what was written', () => {
  const Encoder = load('protocol/encoder') as new (size: number) => { writeInt8(value: number): unknown; readonly buffer: Buffer }
  const encoder = new Encoder(1)
  for (let value = 0; value < 100; value++) encoder.writeInt8(value)
  expect([...encoder.buffer]).toEqual(Array.from({ length: 100 }, (_, value) => value))
})

test('messages are grouped by partition in their order', () => {
  const group = load('producer/groupMessagesPerPartition') as (about: object) => unknown
  const messages = ['a1', 'b0', 'c1'].map((value) => ({ value, partition: Number(value[1]) }))
  const about = { topic: 't', partitionMetadata: [{}, {}], messages, partitioner: kafkajs.Partitioners.DefaultPartitioner() }
  expect(group(about)).toEqual({ 0: [messages[1]], 1: [messages[0], messages[2]] })
  expect(group({ ...about, partitionMetadata: [] })).toEqual({})
})
