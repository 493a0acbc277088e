// How kafkajs 2.2.4 writes and reads records, made faster before anything imports it: the same bytes (encoding-patches.test.ts compares them)
// for a fraction of the CPU. What each step is worth: docs/performance.md.
import { createRequire } from 'node:module'
import { crc32c } from '@node-rs/crc32'
import { decodeRecord } from './record-decoding.ts'
import { encodeBatch, encodeRecord, joinRecords, type EncodedRecord } from './record-encoding.ts'

const require = createRequire(import.meta.url)
if (require.cache[require.resolve('kafkajs/src/producer/sendMessages')]) throw new Error('kafkajs was loaded before its patches')

const replace = (path: string, exported: unknown): void => {
  const file = require.resolve(path)
  require(file)
  const module = require.cache[file]
  if (module === undefined) throw new Error(`kafkajs has no ${path}: its patch does not fit this version`)
  module.exports = exported
}

interface Encoder {
  buf: Buffer
  offset: number
  ensureAvailable(length: number): void
}
const EncoderClass = require('kafkajs/src/protocol/encoder') as {
  new (size?: number): Encoder
  nextPowerOfTwo(value: number): number
  readonly prototype: Encoder
}

/** kafkajs fills with zeros what it is about to overwrite. */
EncoderClass.prototype.ensureAvailable = function ensureAvailable(length) {
  const needed = this.offset + length
  if (needed <= this.buf.length) return
  const grown = Buffer.allocUnsafe(EncoderClass.nextPowerOfTwo(needed))
  this.buf.copy(grown, 0, 0, this.offset)
  this.buf = grown
}

/** A record is an encoder of its own, of growing size, with another for each header: here it is written once, where it belongs. */
replace('kafkajs/src/protocol/recordBatch/record/v0', encodeRecord)

interface BatchToEncode {
  readonly compression?: number
  readonly firstOffset?: unknown
  readonly firstTimestamp?: unknown
  readonly maxTimestamp?: unknown
  readonly partitionLeaderEpoch?: number
  readonly lastOffsetDelta?: number
  readonly transactional?: boolean
  readonly producerId?: unknown
  readonly producerEpoch?: number
  readonly firstSequence?: number
  readonly records?: readonly EncodedRecord[]
}
interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>
}
const { lookupCodec, COMPRESSION_CODEC_MASK } = require('kafkajs/src/protocol/message/compression') as {
  lookupCodec(type: number): Codec
  readonly COMPRESSION_CODEC_MASK: number
}
const recordBatchPath = 'kafkajs/src/protocol/recordBatch/v0'
const { MAGIC_BYTE } = require(recordBatchPath) as { readonly MAGIC_BYTE: number }
const transactionalBit = 16

/** kafkajs' own copies a batch four times and computes its checksum byte by byte in JavaScript. */
const RecordBatch = async (batch: BatchToEncode): Promise<Encoder> => {
  const { compression = 0, records = [], transactional = false } = batch
  const now = Date.now()
  const joined = joinRecords(records)
  const codec = compression & COMPRESSION_CODEC_MASK
  const bytes = encodeBatch(
    {
      attributes: codec | (transactional ? transactionalBit : 0),
      lastOffsetDelta: batch.lastOffsetDelta ?? 0,
      firstTimestamp: batch.firstTimestamp ?? now,
      maxTimestamp: batch.maxTimestamp ?? now,
      producerId: batch.producerId ?? -1,
      producerEpoch: batch.producerEpoch ?? 0,
      firstSequence: batch.firstSequence ?? 0,
      firstOffset: batch.firstOffset ?? 0,
      partitionLeaderEpoch: batch.partitionLeaderEpoch ?? 0,
      count: records.length,
    },
    codec === 0 ? joined : await lookupCodec(codec).compress({ buffer: joined }),
    crc32c,
  )
  const encoder = new EncoderClass(1)
  encoder.buf = bytes
  encoder.offset = bytes.length
  return encoder
}
replace(recordBatchPath, { RecordBatch, MAGIC_BYTE })

interface Grouping<M> {
  readonly topic: string
  readonly partitionMetadata: readonly unknown[]
  readonly messages: readonly M[]
  partitioner(about: { readonly topic: string; readonly partitionMetadata: readonly unknown[]; readonly message: M }): number
}
/** kafkajs copies all messages of a partition once for each of them. */
const groupMessagesPerPartition = <M>({ topic, partitionMetadata, messages, partitioner }: Grouping<M>): Record<number, M[]> => {
  const groups: Record<number, M[]> = {}
  if (partitionMetadata.length === 0) return groups
  for (const message of messages) (groups[partitioner({ topic, partitionMetadata, message })] ??= []).push(message)
  return groups
}
replace('kafkajs/src/producer/groupMessagesPerPartition', groupMessagesPerPartition)

/** kafkajs copies all headers of a record once for each of them and makes several big integers of every number. */
replace('kafkajs/src/protocol/recordBatch/record/v0/decoder', decodeRecord)
