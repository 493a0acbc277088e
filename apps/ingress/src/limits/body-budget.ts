import { addressKey } from './address-key.ts'
import type { FailingAddresses } from './failing-addresses.ts'

/** One body's part of the budget. */
export interface BodyHold {
  /** So many bytes more have arrived; false: there is no room for them. */
  grow(bytes: number): boolean
  /** Nothing of it is kept any more. May be called again. */
  release(): void
}

export interface BodyBudget {
  open(address: string): BodyHold
  /** All that is held (bytes). */
  held(): number
}

/** What a piece costs besides its bytes: a buffer of its own. */
const pieceBytes = 512

/**
 * One budget for all bodies that are on their way in: what has arrived of them counts, not what was announced. One address has a quarter of
 * it, or half when it has shown something authentic lately, so that no one sender's unfinished bodies keep others out.
 */
export const createBodyBudget = (options: {
  readonly maxBytes: number
  readonly addresses: Pick<FailingAddresses, 'isKnown'>
}): BodyBudget => {
  const { maxBytes, addresses } = options
  const byAddress = new Map<string, number>()
  let total = 0

  const add = (key: string | undefined, bytes: number): void => {
    total += bytes
    if (key === undefined) return
    const held = (byAddress.get(key) ?? 0) + bytes
    if (held > 0) byAddress.set(key, held)
    else byAddress.delete(key)
  }
  return {
    held: () => total,
    open(address) {
      const key = addressKey(address)
      const share = addresses.isKnown(address) ? maxBytes / 2 : maxBytes / 4
      let own = 0
      return {
        grow(bytes) {
          const more = bytes + pieceBytes
          if (total + more > maxBytes) return false
          if (key !== undefined && (byAddress.get(key) ?? 0) + more > share) return false
          own += more
          add(key, more)
          return true
        },
        release() {
          add(key, -own)
          own = 0
        },
      }
    },
  }
}
