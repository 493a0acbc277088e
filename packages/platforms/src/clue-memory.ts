import { setByUse } from '@hansard/shared/by-use'
import type { Clues } from './platform.ts'

/** Which integrations' secrets signed deliveries that spoke of an account or a host's domain. */
export interface ClueMemory {
  /** Ids of integrations, the latest first; few, whatever the clues are. */
  recall(platform: string, clues: Clues): readonly string[]
  /** Tell it of authentic deliveries only. */
  learn(platform: string, clues: Clues, integrationId: string): void
}

/** Of one clue, so many integrations; of one integration, so many clues; of integrations, so many. */
const most = { integrations: 8, clues: 32, owners: 20_000 }

/**
 * In memory, for as long as the process lives. An integration's clues displace its own older ones only: whoever has a secret can name
 * others' accounts, and drives nobody out by it but where eight of them join.
 */
export const createClueMemory = (): ClueMemory => {
  const ownersOf = new Map<string, string[]>()
  const cluesOf = new Map<string, Set<string>>()

  const forget = (clue: string, integrationId: string): void => {
    const left = ownersOf.get(clue)?.filter((id) => id !== integrationId) ?? []
    if (left.length > 0) ownersOf.set(clue, left)
    else ownersOf.delete(clue)
  }
  const learnOne = (clue: string, integrationId: string): void => {
    const others = ownersOf.get(clue)?.filter((id) => id !== integrationId) ?? []
    ownersOf.set(clue, [integrationId, ...others].slice(0, most.integrations))
    const own = cluesOf.get(integrationId) ?? new Set<string>()
    // Set anew, so that the order is that of use.
    own.delete(clue)
    own.add(clue)
    const [oldest] = own
    if (own.size > most.clues && oldest !== undefined) {
      own.delete(oldest)
      forget(oldest, integrationId)
    }
    const idle = setByUse(cluesOf, integrationId, own, most.owners)
    if (idle !== undefined) for (const gone of idle[1]) forget(gone, idle[0])
  }
  return {
    recall: (platform, clues) => [...new Set(keysOf(platform, clues).flatMap((clue) => ownersOf.get(clue) ?? []))],
    learn(platform, clues, integrationId) {
      for (const clue of keysOf(platform, clues)) learnOne(clue, integrationId)
    },
  }
}

const keysOf = (platform: string, { accounts, emails }: Clues): readonly string[] => [
  ...accounts.map((account) => `${platform} account ${account}`),
  ...emails.map((email) => `${platform} domain ${email.slice(email.lastIndexOf('@') + 1)}`),
]
