const secretKey = /token|secret|passw|passcode|pwd|authorization|api_?key|client_?id$|(?:url|link)$/i

/**
 * A copy of a webhook's payload that may be written to the journal: whatever a key calls a token, a password or an address is replaced,
 * for addresses of recordings and of webhooks open doors. Expects what `readJson` read (bounded depth, no `__proto__`).
 */
export const scrub = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(scrub)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) && item !== null ? '[removed]' : scrub(item)]),
  )
}
