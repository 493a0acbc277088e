import { greatestOf } from '@hansard/shared/extremes'
import { Gauge, type Registry } from 'prom-client'
import type { Kafka, KafkaRecord } from '@hansard/shared/kafka/port'
import { header, numberHeader } from '@hansard/shared/stage/headers'
import { retryTopicName } from '@hansard/shared/topics'
import { chain, recorder } from './chain.ts'

/** What every stage has yet to do; read from the consumer groups' offsets, so that a stage that does not run has a lag, too. */
export interface LagMetrics {
  /** Rejects while Kafka does not answer. */
  refresh(): Promise<void>
  reset(): void
}

export interface LagOptions {
  readonly register: Registry
  readonly kafka: Pick<Kafka, 'unread'>
  /** Seconds; they name the retry topics. */
  readonly retryDelays: readonly number[]
  /** Epoch milliseconds. */
  now(): number
}

export const createLagMetrics = ({ register, kafka, retryDelays, now }: LagOptions): LagMetrics => {
  const registers = [register]
  const records = new Gauge({
    name: 'hansard_stage_lag_records',
    help: 'Records a stage has not yet read from its inputs; what waits in retry topics is not counted',
    labelNames: ['stage'],
    registers,
  })
  const age = new Gauge({
    name: 'hansard_stage_due_age_seconds',
    help: 'Age of the oldest record a stage may process now, a retry’s from when it was due; 0: none',
    labelNames: ['stage'],
    registers,
  })
  return {
    async refresh() {
      for (const { name: stage, inputs } of [...chain, recorder]) {
        const names = inputs.map(({ name }) => name)
        const unread = await kafka.unread(stage, [...names, ...retryDelays.map((delay) => retryTopicName(stage, delay))])
        const fresh = unread.filter(({ topic }) => names.includes(topic))
        records.set(
          { stage },
          fresh.reduce((sum, { count }) => sum + count, 0),
        )
        age.set(
          { stage },
          dueAgeSeconds(
            unread.flatMap(({ first }) => first ?? []),
            now(),
          ),
        )
      }
    },
    reset() {
      records.reset()
      age.reset()
    },
  }
}

/** How long the oldest of the records could have been processed already. What is not due yet is no lag. */
export const dueAgeSeconds = (firsts: readonly KafkaRecord[], now: number): number =>
  Math.max(0, greatestOf(firsts.map(({ headers, timestamp }) => (now - numberHeader(headers, header.dueAt, timestamp)) / 1_000)) ?? 0)
