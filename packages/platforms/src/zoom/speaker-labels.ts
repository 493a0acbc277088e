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

/** Where a smaller share of the cues has a prefix, the file names nobody, and a prefix has to come back to be a name. */
const leastLabelled = 0.1

/**
 * Tells `Name: text` from speech that has a colon in it. A prefix is a name when it reads like one (each word has a capital, or letters
 * without case, or is a particle), or when at least two cues of the file begin with it and it cannot be what somebody keeps saying:
 * `One more thing: …` begins a sentence, so that it is a name only where every cue has one and nobody says it behind a name.
 */
export const labelled = (lines: readonly Line[]): readonly Cue[] => {
  const prefixes = lines.map(({ voice, text }) => (voice === null ? prefixOf(text) : undefined))
  const uses = new Map<string, number>()
  for (const prefix of prefixes) if (prefix !== undefined) uses.set(prefix, (uses.get(prefix) ?? 0) + 1)
  const said = new Set(
    lines.flatMap(({ text }, index) =>
      prefixes[index] === undefined ? [] : [prefixOf(text.slice(prefixes[index].length + 1).trimStart())],
    ),
  )
  const share = prefixes.filter((prefix) => prefix !== undefined).length / lines.length
  const isName = (prefix: string): boolean => {
    const comesBack = (uses.get(prefix) ?? 0) > 1
    if (looksLikeName(prefix)) return comesBack || share >= leastLabelled
    return comesBack && !said.has(prefix) && (share === 1 || !/^\p{Lu}/u.test(prefix))
  }
  return lines
    .map(({ startMs, endMs, voice, text }, index) => {
      const prefix = prefixes[index]
      if (prefix === undefined || !isName(prefix)) return { startMs, endMs, speaker: voice, text }
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
