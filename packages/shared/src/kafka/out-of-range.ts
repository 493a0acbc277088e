// A repair of kafkajs 2.2.4, for consumers. It changes a prototype, so the moment of loading does not matter.
import { createRequire } from 'node:module'
import type { Cluster } from 'kafkajs'

const require = createRequire(import.meta.url)

/** The broker has no record at the offset a consumer asked for; `earliest` is the first it has. */
export interface OutOfRange {
  readonly topic: string
  readonly partition: number
  /** Undefined where the consumer itself did not know. */
  readonly requested: bigint | undefined
  readonly earliest: bigint
}

interface OffsetManager {
  readonly cluster: Cluster
  readonly resolvedOffsets: Readonly<Record<string, Readonly<Record<number, string>>>>
  setDefaultOffset(this: OffsetManager, where: { readonly topic: string; readonly partition: number }): Promise<void>
  resolveOffset(offset: { readonly topic: string; readonly partition: number; readonly offset: string }): void
}

const listeners = new WeakMap<Cluster, (event: OutOfRange) => void>()
const offsetManager = (require('kafkajs/src/consumer/offsetManager') as { readonly prototype: OffsetManager }).prototype

/**
 * kafkajs commits "none" for the group, outside any transaction, and goes on at the earliest record without telling anybody.
 * Here the committed offset stays for whoever must know how much is missing, and the consumer is told.
 */
offsetManager.setDefaultOffset = async function fromEarliest({ topic, partition }) {
  const requested = this.resolvedOffsets[topic]?.[partition]
  const [offsets] = await this.cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }])
  const earliest = BigInt(offsets?.partitions.find((entry) => entry.partition === partition)?.offset ?? '0')
  this.resolveOffset({ topic, partition, offset: String(earliest - 1n) })
  listeners.get(this.cluster)?.({ topic, partition, requested: requested === undefined ? undefined : BigInt(requested), earliest })
}

export const onOutOfRange = (cluster: Cluster, listener: (event: OutOfRange) => void): void => void listeners.set(cluster, listener)
