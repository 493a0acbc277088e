/** What kafkajs knows of the batch that a record is in. */
export interface BatchContext {
  /** Decimal. */
  readonly firstOffset?: string
  readonly firstTimestamp?: string
  readonly maxTimestamp?: string
  readonly magicByte?: number
  readonly isControlBatch?: boolean
  /** 1: the broker's clock, the same for the whole batch. */
  readonly timestampType?: number
}

/** A record as kafkajs hands it on, but for its headers: text where kafkajs has bytes. */
export interface DecodedRecord {
  readonly magicByte: number | undefined
  readonly attributes: number
  readonly timestamp: string
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>
  readonly isControlRecord: boolean
  readonly batchContext: BatchContext
}
type HeaderValue = string | null

/** kafkajs' reader of bytes: only what it holds. */
export interface Source {
  readonly buffer: Buffer
}

const logAppendTime = 1

/** A place in a buffer that moves on as things are read. */
interface Cursor {
  readonly bytes: Buffer
  at: number
}

const readVarInt = (cursor: Cursor): number => {
  let byte = cursor.bytes[cursor.at++] ?? 0
  let value = byte & 0x7f
  for (let shift = 7; byte >= 0x80; shift += 7) {
    byte = cursor.bytes[cursor.at++] ?? 0
    value |= (byte & 0x7f) << shift
  }
  return (value >>> 1) ^ -(value & 1)
}

const readVarLong = (cursor: Cursor): bigint => {
  let value = 0n
  for (let shift = 0n; ; shift += 7n) {
    const byte = cursor.bytes[cursor.at++] ?? 0
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return (value >> 1n) ^ -(value & 1n)
  }
}

/** `base` and a delta, as text: by numbers as far as these are exact. */
const plus = (base: string, delta: number | bigint): string => {
  const sum = Number(base) + Number(delta)
  return Number.isSafeInteger(sum) ? String(sum) : String(BigInt(base) + BigInt(delta))
}

/** Where a number of four bytes at most ends; nearly every delta is one. */
const isShort = ({ bytes, at }: Cursor): boolean => {
  for (let ahead = at; ahead < at + 4; ahead++) if ((bytes[ahead] ?? 0) < 0x80) return true
  return false
}

const readBytes = (cursor: Cursor): Buffer | null => {
  const length = readVarInt(cursor)
  if (length < 0) return null
  const from = cursor.at
  cursor.at += length
  return cursor.bytes.subarray(from, cursor.at)
}

const readText = (cursor: Cursor): string | null => {
  const length = readVarInt(cursor)
  if (length < 0) return null
  const from = cursor.at
  cursor.at += length
  return cursor.bytes.toString('utf8', from, cursor.at)
}

const readHeaders = (cursor: Cursor): DecodedRecord['headers'] => {
  const headers: Record<string, HeaderValue | HeaderValue[]> = {}
  for (let left = readVarInt(cursor); left > 0; left--) {
    const name = readText(cursor) ?? 'null'
    const value = readText(cursor)
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined
    const all = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
    // Plain assignment would make of this name the object's prototype.
    if (name === '__proto__') Object.defineProperty(headers, name, { value: all, enumerable: true, configurable: true, writable: true })
    else headers[name] = all
  }
  return headers
}

/** Record of a batch of version 2 (kafka.apache.org/documentation/#record), without its length. */
export const decodeRecord = ({ buffer }: Source, batchContext: BatchContext = {}): DecodedRecord => {
  const { firstOffset = '0', firstTimestamp = '0', maxTimestamp, timestampType, magicByte, isControlBatch = false } = batchContext
  const cursor: Cursor = { bytes: buffer, at: 1 }
  const timestampDelta = isShort(cursor) ? readVarInt(cursor) : readVarLong(cursor)
  const byBroker = timestampType === logAppendTime && maxTimestamp !== undefined && maxTimestamp !== ''
  const offsetDelta = readVarInt(cursor)
  return {
    magicByte,
    attributes: buffer.readInt8(0),
    timestamp: byBroker ? maxTimestamp : plus(firstTimestamp, timestampDelta),
    offset: plus(firstOffset, offsetDelta),
    key: readBytes(cursor),
    value: readBytes(cursor),
    headers: readHeaders(cursor),
    isControlRecord: isControlBatch,
    batchContext,
  }
}
