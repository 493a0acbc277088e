import type { Kafka as KafkaJs, ProducerConfig, ProducerRecord } from 'kafkajs'
import { expect, test } from 'vitest'
import { UnavailableError } from '../errors.ts'
import type { OutgoingRecord } from './port.ts'
import { createProducer, groupIntoSends, sendAll } from './producer.ts'

const record = (topic: string, partition: number, value = Buffer.from('v')): OutgoingRecord => ({
  topic,
  partition,
  key: null,
  value,
  headers: {},
})
const shape = (sends: readonly (readonly OutgoingRecord[])[]) =>
  sends.map((send) => ({ to: [...new Set(send.map(({ topic, partition }) => `${topic}/${partition}`))], count: send.length }))

test('every send goes to one partition of one topic, in the order given', () => {
  const records = [record('a', 0), record('b', 0), record('a', 1), record('a', 0), record('b', 0)]
  expect(shape(groupIntoSends(records))).toEqual([
    { to: ['a/0'], count: 2 },
    { to: ['b/0'], count: 2 },
    { to: ['a/1'], count: 1 },
  ])
  const [first] = groupIntoSends(records)
  expect(first).toEqual([records[0], records[3]])
})

test('no send has more records, or more bytes, than kafkajs and the brokers take well', () => {
  const many = Array.from({ length: 2_500 }, () => record('a', 0))
  expect(groupIntoSends(many).map((send) => send.length)).toEqual([1_000, 1_000, 500])
  const large = Array.from({ length: 5 }, () => record('a', 0, Buffer.alloc(400_000)))
  expect(groupIntoSends(large).map((send) => send.length)).toEqual([2, 2, 1])
  const huge = [record('a', 0, Buffer.alloc(8_000_000)), record('a', 0)]
  expect(groupIntoSends(huge).map((send) => send.length)).toEqual([1, 1])
})

/** A kafkajs client whose producers do as told, and what was asked of it. */
const scripted = (send: (record: ProducerRecord) => Promise<unknown>) => {
  const built: ProducerConfig[] = []
  const client = {
    producer(config: ProducerConfig) {
      built.push(config)
      return { connect: async () => undefined, disconnect: async () => undefined, send }
    },
  }
  return { built, client: client as unknown as KafkaJs }
}

test('sends to one partition one after the other, to several at once, and rejects when none is in flight any more', async () => {
  const begun: string[] = []
  let inFlight = 0
  let most = 0
  const send = async ({ topic, messages }: ProducerRecord) => {
    begun.push(`${topic}/${messages[0]?.partition}`)
    most = Math.max(most, ++inFlight)
    await new Promise((resolve) => setImmediate(resolve))
    inFlight--
    if (topic === 'refused') throw new Error('refused')
    return []
  }
  const records = [record('refused', 0), ...Array.from({ length: 2_000 }, () => record('a', 0)), record('a', 1)]
  await expect(sendAll({ send }, records)).rejects.toThrow('refused')
  expect(inFlight).toBe(0)
  expect(most).toBe(3)
  expect(begun).toEqual(['refused/0', 'a/0', 'a/1', 'a/0'])
})

test('waits for all in-sync replicas, and is not idempotent: such a producer can lose what was acknowledged', async () => {
  const sent: ProducerRecord[] = []
  const { client, built } = scripted(async (each) => void sent.push(each))
  const producer = await createProducer(client)
  await producer.send([record('a', 0)])
  expect(sent.map(({ acks }) => acks)).toEqual([-1])
  expect(built.map(({ idempotent }) => idempotent)).toEqual([false])
})

test('a producer whose send failed is not used again', async () => {
  let sends = 0
  const { client, built } = scripted(async () => {
    if (++sends === 1) throw new Error('OUT_OF_ORDER_SEQUENCE_NUMBER')
  })
  const producer = await createProducer(client)
  await expect(producer.send([record('a', 0)])).rejects.toThrow(UnavailableError)
  await producer.send([record('a', 0)])
  await producer.send([record('a', 0)])
  expect(built).toHaveLength(2)
})
