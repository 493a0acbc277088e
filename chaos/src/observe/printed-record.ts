/** A record as Kafka's console consumer prints it. */
export interface PrintedRecord {
  readonly partition: number
  readonly offset: bigint
  /** Epoch milliseconds. */
  readonly timestamp: number
  readonly value: Buffer | null
}

/** What the console consumer is to print for a record without a value; it treats the text as the bytes of a value. */
export const noValue = 'a record without a value'

const tab = 9
const backslash = 0x5c

/**
 * Reads a line of the console consumer that was told to print timestamp, partition and offset, with values as Kafka's `Bytes` prints them:
 * printable ASCII as it is, every other byte (the backslash too) as `\xNN`. Throws when it is no such line.
 */
export const parseRecord = (line: Buffer): PrintedRecord => {
  const fields: string[] = []
  let start = 0
  for (let n = 0; n < 3; n++) {
    const end = line.indexOf(tab, start)
    if (end === -1) throw new Error(`not a printed record: ${line.subarray(0, 200).toString('latin1')}`)
    fields.push(line.subarray(start, end).toString('latin1'))
    start = end + 1
  }
  const numberOf = (name: string): string => {
    const field = fields.find((each) => each.startsWith(`${name}:`))
    if (field === undefined) throw new Error(`a printed record without ${name}: ${fields.join(' ')}`)
    return field.slice(name.length + 1)
  }
  const value = unescaped(line.subarray(start))
  return {
    partition: Number(numberOf('Partition')),
    offset: BigInt(numberOf('Offset')),
    timestamp: Number(numberOf('CreateTime')),
    value: value.equals(Buffer.from(noValue)) ? null : value,
  }
}

const unescaped = (text: Buffer): Buffer => {
  const bytes = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0
    if (byte === backslash) {
      bytes[length++] = Number.parseInt(text.toString('latin1', at + 2, at + 4), 16)
      at += 3
    } else bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}
