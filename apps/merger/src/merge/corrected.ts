import type { WordCorrection } from '@hansard/shared/contracts/contracts.generated'
import type { Replacement } from './combine.ts'
import type { Placed } from './fill.ts'

const characters = (text: string): number => Array.from(text).length

/** A word that opens a sentence stays large. */
const inStyle = (text: string, replaced: string): string => {
  const [first = ''] = text
  const [before = ''] = replaced
  return before !== before.toLowerCase() && first === first.toLowerCase() ? first.toUpperCase() + text.slice(first.length) : text
}

/** A line's text with the better words of other sources, and where they are. */
export const corrected = (
  own: string,
  replacements: readonly Replacement[],
  placed: readonly Placed[],
): { readonly text: string; readonly corrections: readonly WordCorrection[] } => {
  const parts: string[] = []
  let next = 0
  let length = 0
  const add = (part: string): void => {
    parts.push(part)
    length += characters(part)
  }
  const corrections: WordCorrection[] = []
  for (const { from, to, source, text: taken } of replacements) {
    add(own.slice(next, from))
    const replaced = own.slice(from, to)
    const words = from === 0 ? inStyle(taken, replaced) : taken
    const start = length
    add(words)
    corrections.push({
      from: start,
      to: start + characters(words.trimEnd()),
      transcriptId: placed[source]?.part.transcript.transcriptId ?? '',
      replaced: replaced.trimEnd(),
    })
    next = to
  }
  return { text: [...parts, own.slice(next)].join(''), corrections }
}
