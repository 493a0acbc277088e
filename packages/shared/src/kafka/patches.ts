// Repairs of kafkajs 2.2.4, made before anything imports it. Each is pinned by a test in patches.test.ts.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
if (require.cache[require.resolve('kafkajs/src/consumer/batch')]) throw new Error('kafkajs was loaded before its patches')

interface FetchedMessage {
  readonly offset: string
  readonly key: Buffer | null
  readonly isControlRecord: boolean
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean }
}
interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}

const offsetOf = (value: unknown): bigint => BigInt(String(value))
/** Control records have a key of two 16-bit numbers: version, and type (0: abort, 1: commit). */
const isAbortMarker = ({ key }: FetchedMessage) => key !== null && key.length >= 4 && key.readInt16BE(2) === 0

/**
 * What a read_committed consumer may see. kafkajs' own filter expects the broker's list of aborted transactions sorted by
 * first offset (it is sorted by last offset) and takes one entry a record, so interleaved aborts leak; it also takes a
 * record whose key is 00000000 for an abort marker.
 */
export const withoutAborted = <M extends FetchedMessage>({
  messages,
  abortedTransactions,
}: {
  readonly messages: readonly M[]
  readonly abortedTransactions?: readonly AbortedTransaction[] | null
}): readonly M[] => {
  if (!abortedTransactions?.length) return messages
  const waiting = abortedTransactions.toSorted((a, b) => (offsetOf(a.firstOffset) < offsetOf(b.firstOffset) ? -1 : 1))
  const aborted = new Set<string>()
  let next = 0
  return messages.filter((message) => {
    const { producerId, inTransaction } = message.batchContext
    for (let entry = waiting[next]; entry && offsetOf(message.offset) >= offsetOf(entry.firstOffset); entry = waiting[++next])
      aborted.add(entry.producerId)
    if (message.isControlRecord) {
      if (isAbortMarker(message)) aborted.delete(producerId)
      return true
    }
    return !(inTransaction && aborted.has(producerId))
  })
}

const filterPath = require.resolve('kafkajs/src/consumer/filterAbortedMessages')
require(filterPath)
const filterModule = require.cache[filterPath]
if (filterModule === undefined) throw new Error('kafkajs has no filterAbortedMessages: its patch does not fit this version')
filterModule.exports = withoutAborted

/** kafkajs keeps a 1 ms timer per idle connection, 5–7 % of a core each; with nothing pending there is nothing to check. */
interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly inflight: ReadonlyMap<number, { readonly sentAt: number; readonly requestTimeout: number; timeoutRequest(): void }>
  readonly enforceRequestTimeout: boolean
  /** Milliseconds. */
  readonly requestTimeout: number
  requestTimeoutIntervalId: NodeJS.Timeout | null
  isConnected(): boolean
  destroy(): void
  scheduleCheckPendingRequests(): void
  scheduleRequestTimeoutCheck(): void
}
const queue = (require('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue }).prototype
const schedule = queue.scheduleCheckPendingRequests
queue.scheduleCheckPendingRequests = function scheduleWhenPending(this: RequestQueue) {
  if (this.pending.length > 0) schedule.call(this)
}

/** It looks ten times a second, on every connection, for requests that have timed out: ours do after fifteen seconds at the earliest. */
const lookEveryMs = 1_000
queue.scheduleRequestTimeoutCheck = function lookSeldom(this: RequestQueue) {
  if (!this.enforceRequestTimeout) return
  this.destroy()
  const look = () => {
    for (const request of this.inflight.values()) if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest()
    if (!this.isConnected()) this.destroy()
  }
  this.requestTimeoutIntervalId = setInterval(look, Math.min(this.requestTimeout, lookEveryMs))
}

interface FetchedBatch {
  /** Control records and those of aborted transactions among them. */
  readonly rawMessages: readonly unknown[]
}
interface ConsumerGroup {
  fetch(nodeId: number): Promise<readonly FetchedBatch[]>
  /** Milliseconds for which a broker may hold a fetch that it has nothing for. */
  maxWaitTime: number
}

/**
 * A record ends the wait at once, but a rebalance is noticed, a resumed partition fetched and a stop obeyed only behind it: it is short where
 * something came lately, and grows to what was configured where nothing does, for each look costs a consumer some milliseconds.
 */
const fetchWait = (quietMs: number, mostMs: number) => Math.min(mostMs, Math.max(leastWaitMs, Math.floor(quietMs / 10)))
const leastWaitMs = 250
/** Of every group: since when nothing came (epoch milliseconds), and the wait that was configured. */
const quiet = new WeakMap<ConsumerGroup, { since: number; readonly mostMs: number }>()

/**
 * A fetch answers for every partition, most of which had nothing to give: kafkajs sends each through its workers, to find out there that it
 * is empty. Without any batch it sends the heartbeat by itself.
 */
const group = (require('kafkajs/src/consumer/consumerGroup') as { readonly prototype: ConsumerGroup }).prototype
const fetchAll = group.fetch
group.fetch = async function fetchWhatThereIs(this: ConsumerGroup, nodeId) {
  const own = quiet.get(this) ?? { since: Date.now(), mostMs: this.maxWaitTime }
  quiet.set(this, own)
  this.maxWaitTime = fetchWait(Date.now() - own.since, own.mostMs)
  const batches = (await fetchAll.call(this, nodeId)).filter(({ rawMessages }) => rawMessages.length > 0)
  if (batches.length > 0) own.since = Date.now()
  return batches
}
