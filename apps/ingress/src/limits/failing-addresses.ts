import { setByUse } from '@hansard/shared/by-use'
import { addressKey } from './address-key.ts'
import type { Limit } from './limit.ts'
import { createLocalLimiter } from './local-limiter.ts'

/** Who keeps sending what is not authentic. */
export interface FailingAddresses {
  /** How long nothing more of the address is looked at (milliseconds); 0: now. */
  blockedMs(address: string): number
  failed(address: string): void
  /** It is on the way to be blocked: a sixth of the failures that it may have were there lately. */
  isFailing(address: string): boolean
  /** It sent something authentic. */
  succeeded(address: string): void
  /** It sent something authentic within the hour, or is this machine itself. */
  isKnown(address: string): boolean
}

/** Addresses that have sent something authentic lately may fail so many times as often: a platform's own, or a neighbour's behind one NAT. */
export const creditFactor = 10
const creditMs = 3_600_000
export const maxAddresses = 20_000

/**
 * Counts failures per remote address in this process, whose time it is that a forger spends: no question to Redis, and no key of a
 * stranger's making in it. Refused requests are not counted, so that even a blocked address is looked at again at the limit's rate.
 * `now`: milliseconds.
 */
export const createFailingAddresses = ({ now, perMinute }: { now(): number; readonly perMinute: number }): FailingAddresses => {
  const failures = createLocalLimiter({ now, maxKeys: maxAddresses })
  const authenticAt = new Map<string, number>()
  const strict = limitOf(perMinute)
  const generous = limitOf(perMinute * creditFactor)
  const failing = limitOf(Math.ceil(perMinute / 6))
  const failingKnown = limitOf(Math.ceil((perMinute * creditFactor) / 6))
  const hasCredit = (key: string): boolean => now() - (authenticAt.get(key) ?? Number.NEGATIVE_INFINITY) < creditMs
  const limitFor = (key: string): Limit => (hasCredit(key) ? generous : strict)

  return {
    isKnown(address) {
      const key = addressKey(address)
      return key === undefined || hasCredit(key)
    },
    blockedMs(address) {
      const key = addressKey(address)
      return key === undefined ? 0 : failures.waitMs(key, limitFor(key))
    },
    isFailing(address) {
      const key = addressKey(address)
      return key !== undefined && failures.waitMs(key, hasCredit(key) ? failingKnown : failing) > 0
    },
    failed(address) {
      const key = addressKey(address)
      // The longer memory of the two, so that credit lost brings nothing back.
      if (key !== undefined) failures.note(key, generous)
    },
    succeeded(address) {
      const key = addressKey(address)
      if (key !== undefined) setByUse(authenticAt, key, now(), maxAddresses)
    },
  }
}

/** No more than ten bad minutes an hour. */
const limitOf = (perMinute: number): Limit => ({
  windows: [
    { ms: 60_000, most: perMinute },
    { ms: 3_600_000, most: perMinute * 10 },
  ],
  over: { kind: 'refuse' },
})
