import { Registry } from 'prom-client'
import { uuidV7 } from '../../ids.ts'
import { bytes } from '../../contracts/contract.ts'
import { createCodec } from '../../registry/codec.ts'
import { createBatchHandler } from '../../stage/handle-batch.ts'
import { header, numberHeader } from '../../stage/headers.ts'
import { createDeadLetterLimiter } from '../../stage/limiter.ts'
import { createStageMetrics } from '../../stage/metrics.ts'
import type { Context, Stage, Topic } from '../../stage/stage.ts'
import { deadLetterTopicName, retryTopicName } from '../../topics.ts'
import { createKafka } from '../kafka.ts'
import type { Consumer, Kafka, KafkaRecord, OutgoingRecord } from '../port.ts'
import { plainRecord, quiet } from './cluster.ts'

/** A try of a record. */
export interface Try {
  readonly text: string
  readonly attempt: number
  /** Epoch milliseconds. */
  readonly at: number
  /** How long after its time, in milliseconds; of first tries 0. */
  readonly lateMs: number
}

/** A stage with retry topics on a real cluster: the engine and the adapter, whose records are texts. */
export interface RetryStage extends AsyncDisposable {
  readonly name: string
  readonly tries: readonly Try[]
  send(...records: readonly Partial<OutgoingRecord>[]): Promise<void>
  /** Another process of it, as far as Kafka can tell. */
  start(): Promise<Consumer>
  /** What its retry topics hold now, waiting or done. */
  retries(): Promise<readonly KafkaRecord[]>
  /** The dead letters now. */
  deadLetters(): Promise<readonly KafkaRecord[]>
}

export interface RetryStageOptions {
  readonly brokers: readonly string[]
  readonly partitions: number
  /** Seconds. */
  readonly retryDelays: readonly number[]
  handle(value: Buffer, context: Context): Promise<void> | void
}

export const openRetryStage = async ({ brokers, partitions, retryDelays, handle }: RetryStageOptions): Promise<RetryStage> => {
  const name = `stage-${uuidV7()}`
  const input: Topic<Buffer> = { name: `${name}.in`, contract: bytes }
  const retryTopics = retryDelays.map((seconds) => retryTopicName(name, seconds))
  const deadLetterTopic = deadLetterTopicName(name)
  const tries: Try[] = []
  const stage: Stage<Buffer> = {
    name,
    inputs: [input],
    retryDelays,
    concurrency: 16,
    journaled: false,
    async handle(event, context) {
      const text = String(event)
      const at = Date.now()
      tries.push({ text, attempt: context.attempt, at, lateMs: at - numberHeader(context.headers, header.dueAt, at) })
      await handle(event, context)
      return { kind: 'drop' }
    },
  }
  const run = createBatchHandler(stage, {
    codec: createCodec(new Map(), () => Promise.reject(new Error('there are no schemas here'))),
    partitionCount: () => partitions,
    log: quiet,
    metrics: createStageMetrics(new Registry(), 'test'),
    now: Date.now,
    stopping: new AbortController().signal,
    waiting: { first: 10, most: 100 },
    limiter: createDeadLetterLimiter({ window: 100, minimum: 100, share: 1 }),
    batchMs: 1_000,
    deferForMs: 60_000,
    onUnavailable: () => undefined,
    onHalt: () => undefined,
  })
  const open = () => createKafka({ brokers, clientId: 'retries', log: quiet })
  const kafka = open()
  await kafka.createTopics(
    [input.name, ...retryTopics, deadLetterTopic].map((topic) => ({
      name: topic,
      partitions,
      replicationFactor: 1,
      config: { 'max.message.bytes': String(16 << 20) },
    })),
  )
  const producer = await kafka.producer()
  const held = async (topics: readonly string[]) => {
    const all: KafkaRecord[] = []
    await kafka.read(topics, async (records) => void all.push(...records))
    return all
  }
  const started: { readonly own: Kafka; readonly consumer: Consumer }[] = []
  return {
    name,
    tries,
    send: (...records) => producer.send(records.map((record) => ({ ...plainRecord(input.name, 0, 'v'), ...record }))),
    async start() {
      const own = open()
      const consumer = await own.consume({
        group: name,
        guarantee: 'exactly-once',
        topics: [input.name, ...retryTopics],
        prompt: [input.name],
        maxRecords: 100,
        handle: run,
        onFatal: () => undefined,
      })
      started.push({ own, consumer })
      return consumer
    },
    retries: () => held(retryTopics),
    deadLetters: () => held([deadLetterTopic]),
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map(({ consumer }) => consumer.stop()))
      await Promise.all([...started.map(({ own }) => own.close()), producer.close()])
      await kafka.close()
    },
  }
}
