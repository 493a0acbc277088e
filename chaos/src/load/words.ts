import { createHash } from 'node:crypto'

/**
 * Fingerprint of the words of a transcript, whatever their order, spacing and division into segments: what an audit compares
 * that knows the words but not how a platform's reader divides them.
 */
export const fingerprintOfWords = (texts: readonly string[]): string => {
  const words = texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '')
  return createHash('sha256').update(words.toSorted().join(' ')).digest('hex').slice(0, 32)
}
