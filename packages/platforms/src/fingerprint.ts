import { sha256Hex } from './hmac.ts'

type Part = string | number | boolean | null | readonly Part[]

/** SHA-256 (hex) of the parts; no two different lists of parts run into each other. */
export const fingerprint = (...parts: readonly Part[]): string => sha256Hex(parts.map(written).join(''))

/** Text goes in as it is, behind its length: escaping that of a whole transcript would take as long as hashing it. */
const written = (part: Part): string => {
  if (typeof part === 'string') return `${part.length}:${part}`
  return typeof part === 'object' && part !== null ? `[${part.map(written).join('')}]` : `${part};`
}
