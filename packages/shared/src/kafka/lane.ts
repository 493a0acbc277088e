import type { Logger } from '../runtime/logger.ts'
import type { Batch, BatchResult, KafkaRecord } from './port.ts'
import type { Slot } from './slot.ts'

export interface LaneOptions {
  readonly topic: string
  readonly partition: number
  /** Records in one batch at most. */
  readonly maxRecords: number
  /** After a commit, a batch that is not full waits so long (milliseconds) for company; longer where commits take long. */
  readonly gatherMs: number
  /** Milliseconds after which a slot that is not used is closed. Undefined: it is kept. */
  readonly idleSlotMs: number | undefined
  readonly log: Logger
  /** Epoch milliseconds. */
  now(): number
  handle(batch: Batch): Promise<BatchResult>
  openSlot(): Promise<Slot>
  /** Aborted when a stop has waited long enough. */
  readonly hurry: AbortSignal
  /** Has the client deliver again from there on. */
  rewind(offset: bigint): void
  /** Whether the client should fetch more. */
  flow(open: boolean): void
  /** Records from `from` up to `to` exist no longer, or not yet again. */
  onGone(from: bigint, to: bigint): void
}

/**
 * One assigned partition: takes what is fetched, has it handled batch by batch, and commits each through the partition's
 * slot. Works by itself, so that neither a slow batch nor one that waits keeps the client from fetching for other
 * partitions, from its heartbeats, or from joining the group anew.
 */
export interface Lane {
  /** Whether a batch fetched from that offset leaves no gap behind what is here. */
  follows(fetched: bigint): boolean
  /** Takes the records fetched from `fetched` on; `behind` is the offset after the last. False: not wanted, the client was told to go back. */
  accept(fetched: bigint, behind: bigint, records: readonly KafkaRecord[]): boolean
  /** Offsets that hold nothing to handle (control records, aborted ones). */
  passOver(first: bigint, last: bigint): void
  /** The broker has no record at `requested`; `earliest` is the first it has. */
  jump(requested: bigint, earliest: bigint): void
  /** Opens the slot ahead of the first record. */
  warm(): void
  /** Resolves when there is nothing to do but wait, or after `ms`. */
  settled(ms: number): Promise<void>
  /** Lets the batch in hand finish, and no other begin. */
  finish(): Promise<void>
  /** The partition is somebody else's now: what the batch in hand comes to is thrown away. */
  lose(): Promise<void>
}
