import type { Cue } from './vtt.ts'

/** A cue's words before its speaker is known. */
export interface Line {
  readonly startMs: number
  readonly endMs: number
  /** From `<v Name>`, else null. */
  readonly voice: string | null
  readonly text: string
}

/** Longer than any display name Zoom allows. */
const longestName = 80
const mostWords = 8
/** Small words inside names: `Ludwig van Beethoven`, `iPad de Tomás`. */
const particles = new Set(
  'al ap ben bin bint da das de del della den der des di do dos du e el en et ibn la le of the und van von y zu zur'.split(' '),
)

/**
 * Tells `Name: text` from speech that has a colon in it. A prefix is a name when it reads like one (each word has a capital, or letters
 * without case, or is a particle), or when at least two cues of the file begin with it; `One more thing: …` is neither.
 */
export const labelled = (lines: readonly Line[]): readonly Cue[] => {
  const uses = new Map<string, number>()
  for (const line of lines) {
    const prefix = line.voice === null ? prefixOf(line.text) : undefined
    if (prefix !== undefined) uses.set(prefix, (uses.get(prefix) ?? 0) + 1)
  }
  return lines
    .map(({ startMs, endMs, voice, text }) => {
      const prefix = voice === null ? prefixOf(text) : undefined
      if (prefix === undefined || !(looksLikeName(prefix) || (uses.get(prefix) ?? 0) > 1)) return { startMs, endMs, speaker: voice, text }
      return { startMs, endMs, speaker: prefix, text: text.slice(prefix.length + 1).trimStart() }
    })
    .filter(({ text }) => text !== '')
}

/** What stands before the first colon that ends a word: times (`10:30`) and addresses (`https://…`) have none. */
const prefixOf = (text: string): string | undefined => {
  const head = `${text.slice(0, longestName + 1)} `
  const end = head.indexOf(': ')
  if (end < 1 || end > longestName || head[end - 1] === ' ') return undefined
  const prefix = head.slice(0, end)
  return /:\/\/|[?!;]|\. [a-z]/.test(prefix) || !/[\p{L}\p{N}]/u.test(prefix) ? undefined : prefix
}

const looksLikeName = (prefix: string): boolean => {
  const words = prefix.split(' ')
  return words.length <= mostWords && words.every((word, index) => (index > 0 && particles.has(word)) || isNameWord(word))
}

const isNameWord = (word: string): boolean => /\p{Lu}/u.test(word) || !/^[^(\p{L}]*\p{Ll}/u.test(word)
