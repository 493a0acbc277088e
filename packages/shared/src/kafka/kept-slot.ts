import type { Slot } from './slot.ts'

/** A partition's slot, opened when needed and kept. */
export interface KeptSlot {
  /** Opens it, unless it is open. Whoever asks meanwhile waits for the same opening. */
  get(): Promise<Slot>
  /** Closes it: the next `get` opens another. */
  discard(): Promise<void>
  /** It is not needed for now: after the idle time it is closed. */
  rest(): void
}

/** `onOpened` hears of every opening before anybody has the slot. `idleMs` undefined: kept however long it is not needed. */
export const createKeptSlot = (open: () => Promise<Slot>, onOpened: (slot: Slot) => void, idleMs: number | undefined): KeptSlot => {
  let slot: Slot | undefined
  let opening: Promise<Slot> | undefined
  let idle: NodeJS.Timeout | undefined

  const openNow = async () => {
    const opened = await open()
    onOpened(opened)
    slot = opened
    return opened
  }
  const discard = async () => {
    clearTimeout(idle)
    const closing = slot
    slot = undefined
    // What was being opened meanwhile is not wanted either.
    const opened = await opening?.catch(() => undefined)
    if (opened !== undefined) slot = undefined
    await Promise.all([closing?.close(), opened?.close()])
  }
  return {
    async get() {
      clearTimeout(idle)
      if (slot !== undefined) return slot
      opening ??= openNow().finally(() => (opening = undefined))
      return opening
    },
    discard,
    rest() {
      clearTimeout(idle)
      if (idleMs !== undefined) idle = setTimeout(() => void discard(), idleMs)
    },
  }
}
