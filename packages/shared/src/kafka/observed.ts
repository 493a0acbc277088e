import type { Lane } from './lane.ts'
import type { ConsumerObserver } from './port.ts'
import type { OpenSlot } from './slot.ts'

/** Slots whose commits are timed. */
export const observedSlots = (observer: ConsumerObserver | undefined, open: OpenSlot): OpenSlot => {
  if (observer === undefined) return open
  return async (topic, partition) => {
    const slot = await open(topic, partition)
    return {
      ...slot,
      async commit(outputs, next) {
        const since = performance.now()
        let committed = false
        try {
          await slot.commit(outputs, next)
          committed = true
        } finally {
          observer.onCommit((performance.now() - since) / 1_000, committed, outputs)
        }
      },
    }
  }
}

/** A lane that tells how long it took to give its partition up. */
export const observedLane = (observer: ConsumerObserver | undefined, lane: Lane): Lane => {
  if (observer === undefined) return lane
  const timed = async (end: () => Promise<void>) => {
    const since = performance.now()
    await end()
    observer.onDrained((performance.now() - since) / 1_000)
  }
  return { ...lane, finish: () => timed(lane.finish), lose: () => timed(lane.lose) }
}
