/** PostgreSQL takes less than JSON may hold. What it would refuse is changed here, so that no delivery can stop the recorder. */

const deepest = 100

/** Text without NUL and without half surrogate pairs: neither `text` nor `jsonb` stores them. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** A value read from JSON, its texts made storable; what lies deeper than 100 levels is replaced by "…". */
export const storableJson = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return '…'
  if (Array.isArray(value)) return value.map((item) => storableJson(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storableJson(item, depth + 1)]))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The text if it is a UUID, else null: an id that is none cannot be looked up as one. */
export const storableUuid = (text: string | null): string | null => (text !== null && uuid.test(text) ? text.toLowerCase() : null)

const lastInstant = Date.UTC(9999, 11, 31)

/** Epoch milliseconds as a time PostgreSQL can read, moved into the years 1970 to 9999. */
export const storableTime = (at: number): string => new Date(Math.min(Math.max(at, 0), lastInstant)).toISOString()
