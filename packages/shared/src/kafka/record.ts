import type { KafkaMessage } from 'kafkajs'
import type { KafkaRecord } from './port.ts'

/** A fetched message in the port's terms. */
export const toRecord = (topic: string, partition: number, message: KafkaMessage): KafkaRecord => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  key: message.key === null ? null : message.key.toString(),
  value: message.value,
  headers: headersOf(message),
  timestamp: Number(message.timestamp),
})

/** Another client may send a header without a value; here it counts as not sent. */
const headersOf = ({ headers = {} }: KafkaMessage): KafkaRecord['headers'] => {
  const read: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    const last: Buffer | string | null | undefined = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined && last !== null) read[name] = last.toString()
  }
  return read
}
