import { randomUUID } from 'node:crypto'
import { mergedTranscriptContract } from '@hansard/shared/contracts/contracts.generated'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import { mergedTranscripts } from '@hansard/shared/topics'

/** A subscriber to `transcripts.merged.v1`, as another team would be one. */
export interface MergedWatch {
  /** Resolves with the first revision that joins all these deliveries, and when it was read (as `performance.now()`). */
  joined(webhookEventIds: readonly string[]): Promise<{ readonly merged: MergedTranscript; readonly at: number }>
  close(): Promise<void>
}

export const watchMerged = async (addresses: { readonly brokers: string; readonly registry: string }): Promise<MergedWatch> => {
  const log = createLogger('npm start', 'silent')
  const kafka = createKafka({ brokers: addresses.brokers.split(','), clientId: 'hansard-start', log })
  const codec = await createRegistry(addresses.registry).codec([mergedTranscripts])
  const seen: { readonly merged: MergedTranscript; readonly at: number }[] = []
  let wanted: readonly string[] | undefined
  const found = Promise.withResolvers<(typeof seen)[number]>()
  found.promise.catch(() => undefined)
  const look = (): void => {
    const hit = wanted && seen.find(({ merged }) => joins(merged, wanted ?? []))
    if (hit !== undefined) found.resolve(hit)
  }
  const consumer = await kafka.consume({
    group: `npm-start-${randomUUID()}`,
    guarantee: 'at-least-once',
    topics: [mergedTranscripts.name],
    maxRecords: 100,
    async handle({ records }) {
      for (const { value } of records) seen.push({ merged: await codec.decode(mergedTranscriptContract, value), at: performance.now() })
      look()
      return { outputs: [], done: records.length }
    },
    onFatal: found.reject,
  })
  return {
    joined(webhookEventIds) {
      wanted = webhookEventIds
      look()
      return found.promise
    },
    async close() {
      await consumer.stop()
      await kafka.close()
    },
  }
}

const joins = (merged: MergedTranscript, ids: readonly string[]): boolean =>
  ids.every((id) => merged.sources.some(({ webhookEventId }) => webhookEventId === id))
