import { sha256Hex } from './hmac.ts'

type Part = string | number | boolean | null | readonly Part[]

/** SHA-256 (hex) of the parts; no two different lists of parts run into each other. */
export const fingerprint = (...parts: readonly Part[]): string => sha256Hex(JSON.stringify(parts))
