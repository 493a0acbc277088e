import type { OutgoingRecord } from './port.ts'

/** The right to publish for one input partition and to move its committed offset. */
export interface Slot {
  /** The group's offset when the slot was opened: what lies below is published already. Undefined where nothing was committed yet. */
  readonly committed: bigint | undefined
  /** Publishes the outputs and commits `next` as the group's offset: both or, on an error, perhaps. After an error the slot must be closed. */
  commit(outputs: readonly OutgoingRecord[], next: bigint): Promise<void>
  close(): Promise<void>
}

/** Opens the slot of a partition, which shuts out whoever had it before. */
export type OpenSlot = (topic: string, partition: number) => Promise<Slot>
