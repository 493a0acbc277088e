/** A header's or record's bytes as kafkajs takes them; text is written as UTF-8. */
type Bytes = Buffer | string | null | undefined
type Headers = Readonly<Record<string, Bytes | readonly Bytes[]>>

/** A record of a batch, in kafkajs' words. */
export interface RecordToEncode {
  readonly offsetDelta?: number
  /** Milliseconds. */
  readonly timestampDelta?: number
  readonly key: Bytes
  readonly value: Bytes
  readonly headers?: Headers
}

/** A record whose size is known and that is written where it belongs, once. */
export interface EncodedRecord {
  readonly size: number
  /** Returns the offset behind it. */
  write(into: Buffer, at: number): number
}

/** What a batch's header says of it; the numbers are 64 bits wide where kafkajs has them as text or as its own Long. */
export interface BatchHeader {
  /** Bits: compression, transactional. */
  readonly attributes: number
  readonly lastOffsetDelta: number
  readonly firstTimestamp: unknown
  readonly maxTimestamp: unknown
  readonly producerId: unknown
  readonly producerEpoch: number
  readonly firstSequence: number
  readonly firstOffset: unknown
  readonly partitionLeaderEpoch: number
  readonly count: number
}

const isSmall = (value: number): boolean => value === (value | 0)

const sizeOfUnsigned = (value: number): number => {
  let size = 1
  for (let rest = value >>> 7; rest !== 0; rest >>>= 7) size++
  return size
}
const zigZag = (value: number): number => (value << 1) ^ (value >> 31)
const sizeOfVarInt = (value: number): number => sizeOfUnsigned(zigZag(value))

const writeVarInt = (into: Buffer, offset: number, value: number): number => {
  let rest = zigZag(value)
  let at = offset
  while ((rest & ~0x7f) !== 0) {
    into[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  into[at++] = rest
  return at
}

/** The same for what 32 bits do not hold: a record a month older than the first of its batch. */
const varLong = (value: number): Buffer => {
  const bytes: number[] = []
  const signed = BigInt(value)
  let rest = BigInt.asUintN(64, (signed << 1n) ^ (signed >> 63n))
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Buffer.from([...bytes, Number(rest)])
}

const lengthOf = (value: Bytes): number => {
  if (value === null || value === undefined) return -1
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length
}
const sizeOfBytes = (length: number): number => sizeOfVarInt(length) + Math.max(length, 0)

const writeBytes = (into: Buffer, offset: number, value: Bytes, length: number): number => {
  const at = writeVarInt(into, offset, length)
  if (value === null || value === undefined) return at
  if (typeof value === 'string') into.write(value, at, length, 'utf8')
  else into.set(value, at)
  return at + length
}

interface HeaderToWrite {
  readonly name: string
  readonly nameLength: number
  readonly value: Bytes
  readonly valueLength: number
}

const headersToWrite = (headers: Headers): readonly HeaderToWrite[] => {
  const found: HeaderToWrite[] = []
  for (const name of Object.keys(headers)) {
    const given = headers[name]
    const nameLength = Buffer.byteLength(name)
    for (const value of Array.isArray(given) ? (given as readonly Bytes[]) : [given as Bytes])
      found.push({ name, nameLength, value, valueLength: lengthOf(value) })
  }
  return found
}

/** Record of a batch of version 2 (kafka.apache.org/documentation/#record). */
export const encodeRecord = ({ offsetDelta = 0, timestampDelta = 0, key, value, headers = {} }: RecordToEncode): EncodedRecord => {
  const [keyLength, valueLength] = [lengthOf(key), lengthOf(value)]
  const long = isSmall(timestampDelta) ? undefined : varLong(timestampDelta)
  const written = headersToWrite(headers)
  let body = 1 + (long?.length ?? sizeOfVarInt(timestampDelta)) + sizeOfVarInt(offsetDelta)
  body += sizeOfBytes(keyLength) + sizeOfBytes(valueLength) + sizeOfVarInt(written.length)
  for (const header of written) body += sizeOfBytes(header.nameLength) + sizeOfBytes(header.valueLength)
  return {
    size: sizeOfVarInt(body) + body,
    write(into, offset) {
      let at = writeVarInt(into, offset, body)
      into[at++] = 0
      at = long === undefined ? writeVarInt(into, at, timestampDelta) : at + long.copy(into, at)
      at = writeVarInt(into, at, offsetDelta)
      at = writeBytes(into, at, key, keyLength)
      at = writeBytes(into, at, value, valueLength)
      at = writeVarInt(into, at, written.length)
      for (const header of written) {
        at = writeBytes(into, at, header.name, header.nameLength)
        at = writeBytes(into, at, header.value, header.valueLength)
      }
      return at
    },
  }
}

/** Records one behind the other, in one piece of memory. */
export const joinRecords = (records: readonly EncodedRecord[]): Buffer => {
  const joined = Buffer.allocUnsafe(records.reduce((sum, { size }) => sum + size, 0))
  let at = 0
  for (const record of records) at = record.write(joined, at)
  return joined
}

const headerBytes = 61
/** From here on the checksum counts. */
const checkedFrom = 21
const magic = 2

const int64 = (value: unknown): bigint => BigInt(String(value))

/** A batch of version 2 around its (compressed) records; `crc32c` is Castagnoli's checksum. */
export const encodeBatch = (header: BatchHeader, records: Buffer, crc32c: (bytes: Buffer) => number): Buffer => {
  const batch = Buffer.allocUnsafe(headerBytes + records.length)
  batch.writeBigInt64BE(int64(header.firstOffset), 0)
  batch.writeInt32BE(batch.length - 12, 8)
  batch.writeInt32BE(header.partitionLeaderEpoch, 12)
  batch.writeInt8(magic, 16)
  batch.writeInt16BE(header.attributes, 21)
  batch.writeInt32BE(header.lastOffsetDelta, 23)
  batch.writeBigInt64BE(int64(header.firstTimestamp), 27)
  batch.writeBigInt64BE(int64(header.maxTimestamp), 35)
  batch.writeBigInt64BE(int64(header.producerId), 43)
  batch.writeInt16BE(header.producerEpoch, 51)
  batch.writeInt32BE(header.firstSequence, 53)
  batch.writeInt32BE(header.count, 57)
  batch.set(records, headerBytes)
  batch.writeUInt32BE(crc32c(batch.subarray(checkedFrom)), 17)
  return batch
}
