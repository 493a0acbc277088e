import { setTimeout as delay } from 'node:timers/promises'
import type { Codec } from '@hansard/shared/registry/codec'
import { mergedTranscripts } from '@hansard/shared/topics'
import type { JavaReader, Reading } from './console-consumer.ts'

/** A subscriber of the merged transcripts that sees them as they come. */
export interface MergedWatch {
  /** How many it has seen. */
  readonly count: number
  /**
   * Waits for merged transcripts of deliveries that were received at `since` (epoch milliseconds) or later. Resolves with how long the first took
   * and how long until one had come in every partition, counted from `since`; undefined: not within the time.
   */
  recovered(since: number, withinMs: number): Promise<Recovery>
  stop(): Promise<void>
}

export interface Recovery {
  readonly firstMs: number | undefined
  readonly allMs: number | undefined
}

export const watchMerged = (reader: JavaReader, codec: Codec, partitions: number): MergedWatch => {
  /** By partition: when what was received when was seen, in order. */
  const seen: { readonly partition: number; readonly receivedAt: number; readonly at: number }[] = []
  let stopped = false
  const subscribe = (): Reading => {
    const reading = reader.read(mergedTranscripts.name, 'now', ({ partition, value }) => {
      const at = Date.now()
      codec.decode(mergedTranscripts.contract, value).then(
        ({ revisedAt }) => seen.push({ partition, receivedAt: revisedAt, at }),
        () => undefined,
      )
    })
    // A reader that gives up while all brokers are away is no finding: the audit reads everything again.
    void reading.ended.catch(() => {
      if (!stopped) current = subscribe()
    })
    return reading
  }
  let current = subscribe()

  const look = (since: number): Recovery => {
    const after = seen.filter(({ receivedAt }) => receivedAt >= since)
    const firsts = Map.groupBy(after, ({ partition }) => partition)
    const times = [...firsts.values()].map((ofPartition) => Math.min(...ofPartition.map(({ at }) => at)) - since)
    return {
      firstMs: times.length === 0 ? undefined : Math.min(...times),
      allMs: times.length < partitions ? undefined : Math.max(...times),
    }
  }
  return {
    get count() {
      return seen.length
    },
    async recovered(since, withinMs) {
      for (;;) {
        const recovery = look(since)
        if (recovery.allMs !== undefined || Date.now() - since > withinMs) return recovery
        await delay(100)
      }
    },
    async stop() {
      stopped = true
      current.stop()
      await current.ended.catch(() => undefined)
    },
  }
}
