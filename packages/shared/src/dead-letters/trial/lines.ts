import { z } from 'zod'
import type { KafkaRecord } from '../../kafka/port.ts'

/** A record as a line of text, for a process that tries it. */
const Line = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  value: z.base64().nullable(),
  headers: z.record(z.string(), z.string()),
  timestamp: z.number(),
})

export const recordLine = (record: KafkaRecord): string =>
  JSON.stringify({ ...record, offset: String(record.offset), value: record.value?.toString('base64') ?? null })

/** Throws when the line is none that `recordLine` wrote. */
export const lineRecord = (line: string): KafkaRecord => {
  const { offset, value, ...rest } = Line.parse(JSON.parse(line))
  return { ...rest, offset: BigInt(offset), value: value === null ? null : Buffer.from(value, 'base64') }
}
