import type { Producer } from './port.ts'
import type { OpenSlot } from './slot.ts'

/** The group's offsets, outside any transaction. */
export interface GroupOffsets {
  /** Undefined where nothing was committed. */
  committed(topic: string, partition: number): Promise<bigint | undefined>
  /** Rejects when this process is no longer the partition's owner. */
  commit(topic: string, partition: number, next: bigint): Promise<void>
}

/** Slots that publish first and commit then: a crash between the two publishes again. */
export const atLeastOnce =
  (producer: Producer, offsets: GroupOffsets): OpenSlot =>
  async (topic, partition) => ({
    committed: await offsets.committed(topic, partition),
    async commit(outputs, next) {
      if (outputs.length > 0) await producer.send(outputs)
      await offsets.commit(topic, partition, next)
    },
    close: async () => undefined,
  })
