/** What a body says, or why it cannot be read. */
export type JsonBody = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'invalid'; readonly reason: string }

const maxDepth = 64
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a body that came from outside. Never throws, in time linear to the body's length. What comes out is safe to store and to write as
 * JSON again: every string is well-formed Unicode without NUL (PostgreSQL refuses both faults), no number is infinite, no key is
 * `__proto__`, and nothing is nested deeper than a recursive reader can follow.
 */
export const readJson = (body: Buffer): JsonBody => {
  try {
    const text = utf8.decode(body)
    const value: unknown = JSON.parse(text)
    // Only an escape brings NUL or half a character into a string: without one, nothing has to be written anew.
    return { kind: 'json', value: text.includes('\\u') ? tidy(value, 0) : checked(value, 0) }
  } catch (error) {
    return {
      kind: 'invalid',
      reason: error instanceof RangeError ? `body is nested more than ${maxDepth} levels deep` : 'body is not JSON',
    }
  }
}

/** The text as well-formed Unicode without NUL; what cannot be kept becomes U+FFFD. */
export const cleanText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** The value itself, without what cannot be kept. */
const checked = (value: unknown, depth: number): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) throw new RangeError('too deep')
  const fields = value as Record<string, unknown>
  for (const key of Object.keys(fields)) {
    const field = fields[key]
    if (key === '__proto__') delete fields[key]
    else if (typeof field === 'object' || typeof field === 'number') fields[key] = checked(field, depth + 1)
  }
  return value
}

/** A copy in which every string can be kept, too. */
const tidy = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) throw new RangeError('too deep')
  if (Array.isArray(value)) return value.map((item) => tidy(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, item]) => [cleanText(key), tidy(item, depth + 1)]),
  )
}
