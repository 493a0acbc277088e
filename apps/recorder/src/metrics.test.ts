import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { UnavailableError } from '@hansard/shared/errors'
import { createMemoryKafka } from '@hansard/shared/kafka/memory'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { retryTopicName } from '@hansard/shared/topics'
import { chain, recorder } from './chain.ts'
import { createRecorderMetrics } from './metrics.ts'

const log = { warn: () => undefined }

const postgresWith = (answer: () => unknown[]): Queryable => ({ query: async <Row>() => answer() as Row[] })

const kafkaWith = async (records: Readonly<Record<string, number>>) => {
  const kafka = createMemoryKafka()
  const names = [...chain, recorder].flatMap(({ inputs }) => inputs.map(({ name }) => name))
  names.push(...[...chain, recorder].map(({ name }) => retryTopicName(name, 60)))
  await kafka.createTopics(names.map((name) => ({ name, partitions: 2, replicationFactor: 1, config: {} })))
  const producer = await kafka.producer()
  for (const [topic, count] of Object.entries(records))
    await producer.send(
      Array.from({ length: count }, (_, index) => ({ topic, partition: index % 2, key: null, value: Buffer.from('x'), headers: {} })),
    )
  return kafka
}

describe('the recorder’s metrics', () => {
  test('tell the queue of every platform and the lag of every stage over all its inputs', async () => {
    const register = new Registry()
    const kafka = await kafkaWith({ 'webhooks.raw.v1': 3, 'transcripts.fetched.v1': 2, 'meetings.commands.v1': 1 })
    const postgres = postgresWith(() => [
      { platform: 'zoom', size: 4 },
      { platform: 'otter', size: 0 },
    ])
    await createRecorderMetrics({ register, postgres, kafka, retryDelays: [60], now: Date.now, log }).refresh()
    const lines = (await register.metrics())
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('hansard_stage_due_age'))
    expect(lines).toEqual([
      'webhook_queue_size{platform="zoom"} 4',
      'webhook_queue_size{platform="otter"} 0',
      'hansard_overdue_transcripts{platform="zoom"} 4',
      'hansard_overdue_transcripts{platform="otter"} 0',
      'hansard_secret_expiry_timestamp_seconds{platform="zoom"} 4',
      'hansard_secret_expiry_timestamp_seconds{platform="otter"} 0',
      'hansard_stage_lag_records{stage="verifier"} 3',
      'hansard_stage_lag_records{stage="deduper"} 0',
      'hansard_stage_lag_records{stage="transcript-processor"} 0',
      'hansard_stage_lag_records{stage="merger"} 3',
      'hansard_stage_lag_records{stage="recorder"} 0',
    ])
  })

  test('have no value while their source is away, rather than an old one', async () => {
    const register = new Registry()
    let away = false
    const postgres = postgresWith(() => {
      if (away) throw new UnavailableError('postgres', 'connection refused')
      return [{ platform: 'zoom', size: 4 }]
    })
    const metrics = createRecorderMetrics({ register, postgres, kafka: await kafkaWith({}), retryDelays: [60], now: Date.now, log })
    await metrics.refresh()
    away = true
    await metrics.refresh()
    expect(await register.metrics()).not.toContain('webhook_queue_size{')
    expect(await register.metrics()).not.toContain('hansard_overdue_transcripts{')
    expect(await register.metrics()).toContain('hansard_stage_lag_records{stage="merger"} 0')
  })
})
