import type { HashBudget } from '@hansard/platforms/recognise-current'
import { setByUse } from '@hansard/shared/by-use'
import { addressKey } from './address-key.ts'
import { creditFactor, maxAddresses, type FailingAddresses } from './failing-addresses.ts'

/** All addresses together that have shown nothing authentic lately have so many times the budget of one. */
const strangersFactor = 4
const minuteMs = 60_000

interface Account {
  /** May be negative: candidates are hashed in any case. */
  bytes: number
  at: number
}

export interface HashBudgets {
  of(address: string): HashBudget
}

/**
 * How much may be hashed to find the secret of deliveries that turn out not to be authentic: so many bytes a minute for one address, four
 * times as many for all strangers together. Addresses that are known have a purse of their own, ten times as large, so that no stranger
 * empties it. `now`: milliseconds. `onRefused`: a search was not allowed.
 */
export const createHashBudgets = (options: {
  now(): number
  readonly bytesPerMinute: number
  readonly addresses: Pick<FailingAddresses, 'isKnown'>
  onRefused(): void
}): HashBudgets => {
  const { now, bytesPerMinute, addresses, onRefused } = options
  const accounts = new Map<string, Account>()
  const strangers: Account = { bytes: bytesPerMinute * strangersFactor, at: now() }
  const known: Account = { bytes: bytesPerMinute * creditFactor, at: now() }

  const grown = (account: Account, most: number): Account => {
    account.bytes = Math.min(most, account.bytes + (most * (now() - account.at)) / minuteMs)
    account.at = now()
    return account
  }
  const ofAddress = (key: string, most: number): Account => {
    const account = accounts.get(key) ?? { bytes: most, at: now() }
    setByUse(accounts, key, account, maxAddresses)
    return grown(account, most)
  }
  const accountsOf = (address: string): readonly Account[] => {
    const key = addressKey(address)
    const isKnown = addresses.isKnown(address)
    const shared = grown(isKnown ? known : strangers, bytesPerMinute * (isKnown ? creditFactor : strangersFactor))
    return key === undefined ? [shared] : [shared, ofAddress(key, bytesPerMinute * (isKnown ? creditFactor : 1))]
  }

  return {
    of(address) {
      const all = accountsOf(address)
      const add = (bytes: number): void => all.forEach((account) => (account.bytes += bytes))
      return {
        note: (bytes) => add(-bytes),
        take(bytes) {
          const allowed = all.every((account) => account.bytes >= bytes)
          if (allowed) add(-bytes)
          else onRefused()
          return allowed
        },
        giveBack: (bytes) => add(bytes),
      }
    },
  }
}
