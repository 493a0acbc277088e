import { ago } from '@hansard/shared/directory/retirement'
import { secretState, type SecretListing } from '@hansard/shared/directory/secrets'

/** Of an integration's secrets, those that have not ended: a line each, without their values. */
export const secretLines = (secrets: readonly SecretListing[], now: Date): readonly string[] =>
  secrets
    .filter((secret) => secretState(secret, now) !== 'ended')
    .map((secret) => `          secret ${endOf(secret)}  ${windowOf(secret)}, ${lastUse(secret, now)}`)

/** Ids begin with the time they were made: their ends tell them apart. */
export const endOf = ({ id }: Pick<SecretListing, 'id'>): string => id.slice(-8)

/** `until 2026-03-03 09:30` */
export const windowOf = ({ activeFrom, activeUntil }: Pick<SecretListing, 'activeFrom' | 'activeUntil'>): string => {
  const minutes = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ')
  if (activeFrom === null) return activeUntil === null ? 'always' : `until ${minutes(activeUntil)}`
  return activeUntil === null ? `from ${minutes(activeFrom)}` : `${minutes(activeFrom)} – ${minutes(activeUntil)}`
}

const lastUse = ({ lastUsedAt }: SecretListing, now: Date): string =>
  lastUsedAt === null ? 'never used' : `used ${ago(now, lastUsedAt).replace(/ \(.*/, '')}`
