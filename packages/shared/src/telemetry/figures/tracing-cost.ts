import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Registry } from 'prom-client'
import { bytes } from '../../contracts/contract.ts'
import { uuidV7 } from '../../ids.ts'
import { createKafka } from '../../kafka/kafka.ts'
import type { Kafka } from '../../kafka/port.ts'
import { createCodec } from '../../registry/codec.ts'
import { createLogger } from '../../runtime/logger.ts'
import { createConsumerObserver } from '../../stage/consumer-observer.ts'
import { createBatchHandler } from '../../stage/handle-batch.ts'
import { createDeadLetterLimiter } from '../../stage/limiter.ts'
import { createStageMetrics } from '../../stage/metrics.ts'
import type { Stage } from '../../stage/stage.ts'
import { createOtelTracing } from '../otel.ts'
import type { Tracing } from '../tracing.ts'

const records = 15_000
const partitions = 3
const pairsWanted = 7
const ratio = 0.01

/** A receiver of traces in a process of its own, so that its work is not counted as ours. */
const receiver = `
require('node:http').createServer((request, response) => request.resume().on('end', () => response.end('{}')))
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`

const log = createLogger('figures', 'silent')
const id = uuidV7()
const input = { name: `figures-in-${id}`, contract: bytes }
const output = { name: `figures-out-${id}`, contract: bytes }

/** A stage that does nothing but copy: whatever a real one does makes the share of tracing smaller. */
const stage: Stage<Buffer> = {
  name: 'figures',
  inputs: [input],
  retryDelays: [60],
  concurrency: 16,
  journaled: false,
  handle: (event, { origin }) => ({
    kind: 'emit',
    messages: [{ topic: output, key: origin, value: event }],
    journal: { status: 'processed' },
  }),
}

const engine = (register: Registry, tracing: Tracing | undefined) =>
  createBatchHandler(stage, {
    codec: createCodec(new Map(), () => Promise.reject(new Error('there are no schemas here'))),
    partitionCount: () => partitions,
    log,
    tracing,
    metrics: createStageMetrics(register, stage.name),
    now: Date.now,
    stopping: new AbortController().signal,
    waiting: { first: 10, most: 100 },
    limiter: createDeadLetterLimiter({ window: 100, minimum: 100, share: 1 }),
    batchMs: 60_000,
    deferForMs: 60_000,
    onUnavailable: () => undefined,
    onHalt: () => undefined,
  })

/** Deliveries of 2 kB, of which 1 % have a trace that is recorded. */
const fill = async (kafka: Kafka, tracing: Tracing): Promise<void> => {
  await kafka.createTopics([input, output].map(({ name }) => ({ name, partitions, replicationFactor: 1, config: {} })))
  const producer = await kafka.producer()
  for (let sent = 0; sent < records; sent += 1_000)
    await producer.send(
      Array.from({ length: 1_000 }, (_, index) => ({
        topic: input.name,
        partition: index % partitions,
        key: `key ${sent + index}`,
        value: Buffer.from(randomBytes(1_500).toString('base64')),
        headers: {
          'webhook-event-id': uuidV7(),
          'received-at': String(Date.now()),
          traceparent: tracing.startRequest('POST', undefined).traceparent,
          platform: 'zoom',
        },
      })),
    )
  await producer.close()
}

interface Run {
  /** CPU of the whole process, by record. */
  readonly cpuMicros: number
  readonly recordsPerSecond: number
}

/** The stage as a group of its own reads everything, in transactions, as in production. */
const run = async (brokers: readonly string[], tracing: Tracing | undefined): Promise<Run> => {
  const kafka = createKafka({ brokers, clientId: 'figures', log })
  const register = new Registry()
  const observer = createConsumerObserver({ metrics: register, tracing }, stage.name)
  const done = Promise.withResolvers<void>()
  let published = 0
  const cpu = process.cpuUsage()
  const since = performance.now()
  const consumer = await kafka.consume({
    group: `figures-${uuidV7()}`,
    guarantee: 'exactly-once',
    topics: [input.name],
    maxRecords: 500,
    handle: engine(register, tracing),
    observer: {
      ...observer,
      onCommit(seconds, committed, outputs) {
        observer.onCommit(seconds, committed, outputs)
        if (committed) published += outputs.length
        if (published >= records) done.resolve()
      },
    },
    onFatal: done.reject,
  })
  await done.promise
  const seconds = (performance.now() - since) / 1_000
  await consumer.stop()
  await kafka.close()
  const { user, system } = process.cpuUsage(cpu)
  return { cpuMicros: (user + system) / records, recordsPerSecond: records / seconds }
}

export interface TracingCost {
  readonly off: Run
  readonly sampled: Run
  /** Of the CPU and of the throughput with 1 % recorded to those without tracing, of each pair of runs, ascending. */
  readonly cpuRatios: readonly number[]
  readonly throughputRatios: readonly number[]
}

/** A copying stage on the cluster, in turns without tracing and with 1 % of the traces recorded and exported. The first pair warms up. */
export const tracingCost = async (brokers: readonly string[]): Promise<TracingCost> => {
  const child = spawn(process.execPath, ['-e', receiver], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const tracing = createOtelTracing({ service: 'figures', endpoint: `http://127.0.0.1:${port}`, ratio })
  const kafka = createKafka({ brokers, clientId: 'figures', log })
  await fill(kafka, tracing)
  await kafka.close()
  const pairs: { readonly off: Run; readonly sampled: Run }[] = []
  for (let pair = -1; pair < pairsWanted; pair++) {
    // In changing order: what drifts strikes both alike.
    const first = await run(brokers, pair % 2 === 0 ? tracing : undefined)
    const second = await run(brokers, pair % 2 === 0 ? undefined : tracing)
    if (pair >= 0) pairs.push(pair % 2 === 0 ? { sampled: first, off: second } : { off: first, sampled: second })
  }
  await tracing.close()
  child.kill()
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b)
  const middle = (runs: readonly Run[]): Run => runs.toSorted((a, b) => a.cpuMicros - b.cpuMicros)[Math.floor(runs.length / 2)] ?? none
  return {
    off: middle(pairs.map(({ off }) => off)),
    sampled: middle(pairs.map(({ sampled }) => sampled)),
    cpuRatios: ascending(pairs.map(({ off, sampled }) => sampled.cpuMicros / off.cpuMicros)),
    throughputRatios: ascending(pairs.map(({ off, sampled }) => sampled.recordsPerSecond / off.recordsPerSecond)),
  }
}

const none: Run = { cpuMicros: Number.NaN, recordsPerSecond: Number.NaN }
