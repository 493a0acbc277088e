const secretKey = /token|secret|passw|passcode|pwd|authorization|api_?key|client_?id$|(?:url|link)$/i

/** Platforms send the same few keys again and again; somebody may send any. */
const knownKeys = new Map<string, boolean>()
const mostKeys = 1_000

const isSecret = (key: string): boolean => {
  const known = knownKeys.get(key)
  if (known !== undefined) return known
  const answer = secretKey.test(key)
  if (knownKeys.size < mostKeys) knownKeys.set(key, answer)
  return answer
}

/** What opens a door in an address that stands in a text, as in the invitation that somebody copied into the agenda. */
const secretParameter = /([?&](?:pwd|pass(?:word|code)|tk|zak|[a-z_]*token|api_?key|sig(?:nature)?)=)[^&#\s"'<>]+/gi

/**
 * A copy of a webhook's payload that may be written to the journal: whatever a key calls a token, a password or an address is replaced,
 * for addresses of recordings and of webhooks open doors; and in texts, what opens the addresses in them. Expects what `readJson` read (bounded depth, no `__proto__`).
 *
 * @param summaries by key: what is kept of what stands under it, at any depth
 */
export const scrub = (value: unknown, summaries: Summaries = none): unknown => {
  if (typeof value === 'string') return value.includes('=') ? value.replaceAll(secretParameter, '$1[removed]') : value
  if (Array.isArray(value)) return value.map((item) => scrub(item, summaries))
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Readonly<Record<string, unknown>>
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(fields)) {
    const [item, summary] = [fields[key], summaries.get(key)]
    kept[key] = isSecret(key) && item !== null ? '[removed]' : summary === undefined ? scrub(item, summaries) : summary(item)
  }
  return kept
}

type Summaries = ReadonlyMap<string, (item: unknown) => string | null>
const none: Summaries = new Map()
