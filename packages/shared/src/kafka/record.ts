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
const headersOf = ({ headers = {} }: KafkaMessage): KafkaRecord['headers'] =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const last: Buffer | string | null | undefined = Array.isArray(value) ? value.at(-1) : value
      return last === undefined || last === null ? [] : [[name, last.toString()]]
    }),
  )
