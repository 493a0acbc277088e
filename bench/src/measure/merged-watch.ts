import { uuidV7 } from '@hansard/shared/ids'
import type { Kafka } from '@hansard/shared/kafka/port'
import { mergedTranscripts } from '@hansard/shared/topics'
import { sentAtOf } from '../load/sent-at.ts'

/** A subscriber of the merged transcripts, committed ones only. */
export interface MergedWatch {
  /** Milliseconds from the sending of a request to the reading of the merged transcript it led to; in order of reading. */
  readonly latencies: readonly number[]
  /** Webhook-event-ids, once for each record that named it. */
  readonly seen: readonly string[]
  stop(): Promise<void>
}

/** Sees what is published from now on. */
export const watchMerged = async (kafka: Kafka): Promise<MergedWatch> => {
  const since = Date.now()
  const latencies: number[] = []
  const seen: string[] = []
  const consumer = await kafka.consume({
    group: `bench-${uuidV7()}`,
    guarantee: 'at-least-once',
    topics: [mergedTranscripts.name],
    maxRecords: 500,
    gatherMs: 0,
    async handle({ records }) {
      const now = Date.now()
      for (const { headers } of records) {
        const sentAt = sentAtOf(headers['traceparent'])
        if (sentAt === undefined || sentAt < since) continue
        latencies.push(now - sentAt)
        seen.push(headers['webhook-event-id'] ?? '')
      }
      return { outputs: [], done: records.length }
    },
    onFatal: (error) => process.stderr.write(`the subscriber ended: ${error.message}\n`),
  })
  return { latencies, seen, stop: () => consumer.stop() }
}
