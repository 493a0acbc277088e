import { uuidV7 } from '../../ids.ts'
import { createLogger } from '../../runtime/logger.ts'
import { createKafka, type KafkaOptions } from '../kafka.ts'
import type { Batch, BatchResult, Consumer, Kafka, KafkaRecord, OutgoingRecord, Subscription } from '../port.ts'

export const quiet = createLogger('test', 'silent')

/** Topics, groups and consumers of one test on a real cluster; all of it gone afterwards but the topics, whose names are nobody else's. */
export interface TestCluster {
  readonly brokers: readonly string[]
  readonly kafka: Kafka
  readonly input: string
  readonly output: string
  readonly group: string
  /** Records for the input, partition 0, unless they say otherwise. */
  send(...records: readonly Partial<OutgoingRecord>[]): Promise<void>
  /** A consumer of the input with a client of its own, in the group unless told otherwise. */
  consume(handle: (batch: Batch) => Promise<BatchResult>, options?: ConsumeOptions): Promise<Consumer>
  /** Texts of the committed records in a topic now, by partition. */
  texts(topic: string): Promise<readonly (readonly string[])[]>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ConsumeOptions extends Partial<Omit<Subscription, 'handle'>> {
  readonly kafka?: Partial<KafkaOptions>
}

export interface TestClusterOptions {
  readonly brokers: readonly string[]
  readonly partitions?: number
  readonly replicationFactor?: number
  readonly config?: Readonly<Record<string, string>>
  /** Topics besides input and output, their names' beginnings. */
  readonly topics?: readonly string[]
}

export const openTestCluster = async (options: TestClusterOptions): Promise<TestCluster> => {
  const { brokers, partitions = 2, replicationFactor = 1, config = {} } = options
  const open = (more: Partial<KafkaOptions> = {}) => createKafka({ brokers, clientId: 'test', log: quiet, ...more })
  const kafka = open()
  const id = uuidV7()
  const named = (name: string) => `${name}-${id}`
  const [input, output, group] = [named('in'), named('out'), named('group')]
  const names = [input, output, ...(options.topics ?? []).map(named)]
  await kafka.createTopics(names.map((name) => ({ name, partitions, replicationFactor, config })))
  const producer = await kafka.producer()
  const started: { readonly consumer: Consumer; readonly own: Kafka }[] = []
  return {
    brokers,
    kafka,
    input,
    output,
    group,
    send: (...records) => producer.send(records.map((record) => ({ ...plainRecord(input, 0, 'v'), ...record }))),
    async consume(handle, { kafka: more, ...subscription } = {}) {
      const own = open(more)
      const consumer = await own.consume({
        group,
        guarantee: 'exactly-once',
        topics: [input],
        maxRecords: 100,
        handle,
        onFatal: () => undefined,
        ...subscription,
      })
      started.push({ consumer, own })
      return consumer
    },
    async texts(topic) {
      const texts: string[][] = Array.from({ length: partitions }, () => [])
      await kafka.read([topic], async (records) => {
        for (const { partition, value } of records) texts[partition]?.push(String(value))
      })
      return texts
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map(({ consumer }) => consumer.stop()))
      await Promise.all(started.map(({ own }) => own.close()))
      await producer.close()
      await kafka.close()
    },
  }
}

export const plainRecord = (topic: string, partition: number, text: string): OutgoingRecord => ({
  topic,
  partition,
  key: null,
  value: Buffer.from(text),
  headers: {},
})

/** Copies every record to the same partition of another topic. */
export const copyTo =
  (topic: string) =>
  async ({ records }: Batch): Promise<BatchResult> => ({
    outputs: records.map(({ partition, key, value, headers }) => ({ topic, partition, key, value, headers })),
    done: records.length,
  })

export const textsOf = (records: readonly KafkaRecord[]): readonly string[] => records.map(({ value }) => String(value))

/** Addresses of the brokers that the environment names. */
export const brokersOf = (env: NodeJS.ProcessEnv): readonly string[] => (env['KAFKA_BROKERS'] ?? '').split(',')
