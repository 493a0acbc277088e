import type { Batch } from '../port.ts'
import { onRequest } from './faults.ts'

/** What the transactions of one input topic come to. */
export interface TransactionWatch extends Disposable {
  /** To be told of every batch before it is handled. */
  began(batch: Batch): void
  /** Transactions that were committed. */
  count(): number
  /** Milliseconds from sending to committed of every record whose value is its time of sending (epoch milliseconds). */
  readonly latencies: readonly number[]
}

export const watchTransactions = (input: string): TransactionWatch => {
  const inHand = new Map<number, readonly number[]>()
  const latencies: number[] = []
  const watches = new Map<number, Disposable>()
  let count = 0
  const watch = (partition: number) => {
    if (watches.has(partition)) return
    const ends = onRequest('endTxn', `${input}.${partition} `, async (call) => {
      await call()
      count++
      for (const sentAt of inHand.get(partition) ?? []) latencies.push(Date.now() - sentAt)
    })
    watches.set(partition, ends)
  }
  return {
    began({ partition, records }) {
      watch(partition)
      inHand.set(
        partition,
        records.map(({ value }) => Number(value)),
      )
    },
    count: () => count,
    latencies,
    [Symbol.dispose]() {
      for (const each of watches.values()) each[Symbol.dispose]()
    },
  }
}

/** The value below which the share of all values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
