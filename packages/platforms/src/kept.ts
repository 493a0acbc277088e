import { beginning } from './cuts.ts'
import { limits } from './limits.ts'
import { isSecret, withoutSecrets } from './scrub.ts'

/** Keys whose values the journal keeps, at any depth. */
export type KnownKeys = ReadonlySet<string>
export const keys = (names: string): KnownKeys => new Set(names.split(/\s+/))

type Summaries = ReadonlyMap<string, (item: unknown) => string | null>
const none: Summaries = new Map()

/** Elements of a list, and keys of an object, that the journal shows: it explains what happened, and is no copy. */
const mostElements = 100
const longestKey = 64

/**
 * A copy of a webhook's payload that may be written to the journal: what stands under known keys is kept, texts shortened and without what
 * opens a door; of everything else only what it is (`[not kept: text of 64 characters]`), for nobody knows what may be in it. Expects what
 * `readJson` read (bounded depth, no `__proto__`).
 *
 * @param summaries by key: what is kept of what stands under it, at any depth
 */
export const keptOf = (value: unknown, known: KnownKeys, summaries: Summaries = none): unknown => {
  if (typeof value === 'string') return beginning(withoutSecrets(value), limits.title)
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostElements).map((item) => keptOf(item, known, summaries))
    return value.length > mostElements ? [...shown, `[${value.length - mostElements} more]`] : shown
  }
  if (typeof value !== 'object' || value === null) return value
  const kept: Record<string, unknown> = {}
  const entries = Object.entries(value)
  for (const [key, item] of entries.slice(0, mostElements)) {
    const summary = summaries.get(key)
    if (summary !== undefined) kept[key] = summary(item)
    else kept[beginning(key, longestKey)] = known.has(key) || item === null ? keptOf(item, known, summaries) : notKept(key, item)
  }
  if (entries.length > mostElements) kept['…'] = `[${entries.length - mostElements} more]`
  return kept
}

const notKept = (key: string, item: unknown): string => (isSecret(key) ? '[removed]' : `[not kept: ${kindOf(item)}]`)

const kindOf = (item: unknown): string => {
  if (typeof item === 'string') return `text of ${item.length} characters`
  if (Array.isArray(item)) return `list of ${item.length}`
  return typeof item === 'object' && item !== null ? `object of ${Object.keys(item).length} fields` : typeof item
}
