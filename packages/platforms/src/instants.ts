const latest = 8.64e15 // the last moment a Date can hold
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i

/** Epoch milliseconds of an ISO 8601 date and time, or null. One without a zone is in UTC, as all platforms write it. */
export const instantOf = (text: string | null): number | null => {
  const match = text === null ? null : iso.exec(text)
  if (text === null || match === null) return null
  const at = Date.parse(match[1] === undefined ? `${text}Z` : text)
  return Number.isNaN(at) ? null : at
}

/** The number as epoch milliseconds, or null where it cannot be one. */
export const epochMs = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= latest ? Math.round(value) : null

/**
 * Epoch milliseconds at which `Retry-After` allows another try: seconds or an HTTP date (RFC 9110, 10.2.3), or the ISO date Zoom sends
 * for daily limits; undefined where it says nothing readable.
 */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * 1000
  if (text.length < 10 || text.length > 64) return undefined
  const at = instantOf(text) ?? Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(at, now)
}
