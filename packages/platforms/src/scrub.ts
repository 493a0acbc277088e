const secretKey = /token|secret|passw|passcode|pwd|authorization|api_?key|client_?id$|(?:url|link)$/i

/** What opens a door in an address that stands in a text, as in the invitation that somebody copied into the agenda. */
const secretParameter = /([?&](?:pwd|pass(?:word|code)|tk|zak|[a-z_]*token|api_?key|sig(?:nature)?)=)[^&#\s"'<>]+/gi

/**
 * A copy of a webhook's payload that may be written to the journal: whatever a key calls a token, a password or an address is replaced,
 * for addresses of recordings and of webhooks open doors; and in texts, what opens the addresses in them. Expects what `readJson` read (bounded depth, no `__proto__`).
 */
export const scrub = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll(secretParameter, '$1[removed]')
  if (Array.isArray(value)) return value.map(scrub)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) && item !== null ? '[removed]' : scrub(item)]),
  )
}
