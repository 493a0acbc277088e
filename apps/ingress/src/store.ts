import { createBatcher } from '@hansard/shared/batcher'
import { UnavailableError } from '@hansard/shared/errors'
import type { Producer } from '@hansard/shared/kafka/port'
import { rawWebhooks } from '@hansard/shared/topics'

/** An authentic delivery as `webhooks.raw.v1` keeps it. */
export interface RawRecord {
  readonly key: string
  /** The exact bytes that arrived. */
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface Store {
  /**
   * Resolves when all in-sync replicas have the record. Rejects with UnavailableError when that is not certain: it may be stored
   * nevertheless, and a repetition is dropped downstream.
   */
  add(record: RawRecord): Promise<void>
  /** Sends what waits and resolves when nothing is under way. */
  close(): Promise<void>
}

/** Gathers deliveries into produce calls. Refuses at once while earlier ones stay unacknowledged: a Kafka that is stuck must not fill the memory. */
export const createStore = (options: {
  readonly producer: Pick<Producer, 'send'>
  /** Of `webhooks.raw.v1`; may reject with UnavailableError. */
  partitionCount(): Promise<number>
  readonly groupMs: number
  readonly groupRecords: number
  /** A call that holds so much waits for no more. */
  readonly groupBytes: number
  readonly maxPendingBytes: number
  /** A send unacknowledged for longer means that Kafka is stuck (milliseconds). */
  readonly stuckAfterMs: number
  /** How long a send took, and whether all in-sync replicas have it. */
  readonly onAcknowledged?: (seconds: number, durable: boolean, records: readonly RawRecord[]) => void
}): Store => {
  const underWay = new Set<{ readonly since: number }>()
  let pendingBytes = 0
  let turn = 0

  const flush = async (records: readonly RawRecord[]): Promise<readonly void[]> => {
    const send = { since: performance.now() }
    underWay.add(send)
    let durable = false
    try {
      // The whole call into one partition, each in turn: one request instead of one for each partition, and what is alike is compressed together.
      // Nobody needs an order by key here: the verifier gives every event a key of its own (docs/decisions/0033).
      const partition = turn++ % (await options.partitionCount())
      await options.producer.send(
        records.map(({ key, body, headers }) => ({
          topic: rawWebhooks.name,
          partition,
          key,
          value: body,
          headers,
        })),
      )
      durable = true
      return records.map(() => undefined)
    } finally {
      underWay.delete(send)
      options.onAcknowledged?.((performance.now() - send.since) / 1_000, durable, records)
    }
  }
  const batcher = createBatcher<RawRecord, void>({
    maxItems: options.groupRecords,
    maxDelayMs: options.groupMs,
    fullAt: { size: options.groupBytes, of: ({ body }) => body.length },
    flush,
  })

  const isStuck = () => {
    // In order of insertion: the first is the oldest.
    const [oldest] = underWay
    return oldest !== undefined && performance.now() - oldest.since > options.stuckAfterMs
  }

  return {
    async add(record) {
      if (isStuck()) throw new UnavailableError('kafka', 'earlier records are not acknowledged yet')
      const size = record.body.length
      if (pendingBytes + size > options.maxPendingBytes) throw new UnavailableError('kafka', 'too many records wait to be acknowledged')
      pendingBytes += size
      try {
        await batcher.add(record)
      } finally {
        pendingBytes -= size
      }
    },
    close: () => batcher.close(),
  }
}
