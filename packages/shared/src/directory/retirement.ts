import { secretState, type SecretListing } from './secrets.ts'

/** What speaks against retiring a secret; one sentence each, none: nothing does. */
export const againstRetiring = (
  secret: SecretListing,
  secrets: readonly SecretListing[],
  { now, idleMs }: { readonly now: Date; readonly idleMs: number },
): readonly string[] => {
  const others = secrets.filter(
    ({ id, integrationId, ...window }) =>
      id !== secret.id && integrationId === secret.integrationId && secretState(window, now) === 'active',
  )
  const { lastUsedAt } = secret
  const usedLately = lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < idleMs
  if (secretState(secret, now) !== 'active') return []
  if (others.length === 0)
    return ['It is the only one in force of its integration: every signed delivery would be refused. Add the new one first.']
  if (usedLately) return [`It was used ${ago(now, lastUsedAt)}: the platform still signs with it. Has the new one been entered there?`]
  // Nothing came at all: a quiet weekend looks the same as a platform that has moved on.
  if (!others.some((other) => other.lastUsedAt !== null && other.lastUsedAt > (lastUsedAt ?? secret.createdAt)))
    return ['No other secret of the integration has been used since: it is not shown that the platform signs with another one.']
  return []
}

/** `3 h ago (2026-03-03 09:30 UTC)` */
export const ago = (now: Date, then: Date): string => {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1_000))
  const [value, unit] =
    seconds < 120
      ? [seconds, 's']
      : seconds < 7_200
        ? [seconds / 60, 'min']
        : seconds < 172_800
          ? [seconds / 3_600, 'h']
          : [seconds / 86_400, 'days']
  return `${Math.round(value)} ${unit} ago (${then.toISOString().slice(0, 16).replace('T', ' ')} UTC)`
}
