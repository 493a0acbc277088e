import { isSentence, isTopic } from './spoken-prefixes.ts'

/** A stretch of speech; times in milliseconds from the start of the recording. */
export interface Cue {
  readonly startMs: number
  readonly endMs: number
  readonly speaker: string | null
  readonly text: string
}

/** A cue's words before its speaker is known. */
export interface Line {
  readonly startMs: number
  readonly endMs: number
  /** From `<v Name>`, else null. */
  readonly voice: string | null
  readonly text: string
  /** It has no times of its own: without a name it belongs to the line before. */
  readonly continues?: boolean
}

/** What a prefix is taken for, and why, in a few words. */
export interface Judgement {
  readonly isName: boolean
  readonly reason: string
}

export type KnownName = (name: string) => boolean
export const nobodyKnown: KnownName = () => false

/** Longer than any display name. */
const longestName = 128
const mostWords = 8
/** Small words inside names: `Ludwig van Beethoven`, `iPad de Tomás`. */
const particles = new Set(
  'al ap ben bin bint da das de del della den der des di do dos du e el en et ibn la le of the und van von y zu zur'.split(' '),
)

/** Where so many of the other cues have a prefix, the file labels its cues. */
const labelsItsCues = 0.9
/** Where a smaller share of the cues has a prefix, the file names nobody, and a prefix has to come back to be a name. */
const namesSomebody = 0.1
/** A prefix that speech begins with is a name all the same where so many cues have it. */
const oftenEnough = 3

/**
 * Tells `Name: text` from speech that has a colon in it, by what the file itself shows: how many of its other cues begin with a prefix,
 * how often each prefix comes back, whether it is also said behind a name, and whether it is what speech begins with (`Question: …`).
 * Each prefix is judged by itself, so that an odd name or a cue without one changes nothing for the others.
 *
 * @param isKnown says of a name that its bearer was there, by other means than this file
 */
export const labelled = (lines: readonly Line[], isKnown: KnownName = nobodyKnown): readonly Cue[] => {
  const judge = judgeLabels(lines, isKnown)
  const cues: Cue[] = []
  for (const { startMs, endMs, voice, text, continues } of lines) {
    const prefix = voice === null ? prefixOf(text) : undefined
    const isName = prefix !== undefined && judge(prefix.name).isName
    const said = isName ? text.slice(prefix.length).trimStart() : text
    const before = cues.at(-1)
    if (said === '') continue
    if (continues === true && !isName && voice === null && before !== undefined) {
      cues[cues.length - 1] = { ...before, text: `${before.text} ${said}` }
    } else cues.push({ startMs, endMs, speaker: isName ? prefix.name : voice, text: said })
  }
  return cues
}

interface Counted {
  /** Cues that begin with it. */
  uses: number
  /** Times that it stands behind another prefix: somebody says it. */
  said: number
}

/** Judges the prefixes of a file: `Ida Holm` of `Ida Holm: Good morning.` */
export const judgeLabels = (lines: readonly Line[], isKnown: KnownName): ((prefix: string) => Judgement) => {
  const own = lines.filter(({ voice, continues }) => voice === null && continues !== true)
  const counts = new Map<string, Counted>()
  const count = (name: string): Counted => {
    const counted = counts.get(name) ?? { uses: 0, said: 0 }
    counts.set(name, counted)
    return counted
  }
  let withPrefix = 0
  for (const { text } of own) {
    const prefix = prefixOf(text)
    if (prefix === undefined) continue
    withPrefix++
    count(prefix.name).uses++
    const inner = prefixOf(text.slice(prefix.length).trimStart())
    if (inner !== undefined && inner.name !== prefix.name) count(inner.name).said++
  }
  const judged = new Map<string, Judgement>()
  return (prefix) => {
    const before = judged.get(prefix)
    if (before !== undefined) return before
    const { uses, said } = counts.get(prefix) ?? { uses: 0, said: 0 }
    const others = { cues: own.length - uses, labelled: withPrefix - uses, unlabelled: own.length - withPrefix }
    const judgement = isKnown(prefix) ? name('somebody who was there') : judgeOne(prefix, uses, said, others)
    judged.set(prefix, judgement)
    return judgement
  }
}

/** The cues that do not begin with the prefix in question. */
interface Others {
  readonly cues: number
  readonly labelled: number
  readonly unlabelled: number
}

const name = (reason: string): Judgement => ({ isName: true, reason })
const speech = (reason: string): Judgement => ({ isName: false, reason })

const judgeOne = (prefix: string, uses: number, said: number, others: Others): Judgement => {
  const looks = looksLikeName(prefix)
  if (isTopic(prefix) && uses < oftenEnough) return speech('what one speaks about, not who speaks')
  if (said > 0 && !looks && uses <= 2 * said) return speech('said behind a name, too')
  const share = shareOf(others)
  if (share >= labelsItsCues) {
    // A file of which every cue has a name has no cue that only looks as if it had.
    const every = others.unlabelled === 0 && others.cues >= 20
    if (uses === 1 && !every && isSentence(prefix)) return speech('a sentence, once')
    return name(`${percent(share)} of the other cues have a name`)
  }
  if (uses > 1) {
    if (looks) return name(`comes back ${uses} times`)
    return said === 0 && !/^\p{Lu}/u.test(prefix)
      ? name(`comes back ${uses} times`)
      : speech('no name by its look, in a file with cues without one')
  }
  if (!looks || isSentence(prefix)) return speech('no name by its look, once')
  if (others.labelled + 1 < namesSomebody * (others.cues + 1)) return speech('once, in a file where hardly a cue has a name')
  if (others.labelled === 0 || prefix.includes(' ')) return name('looks like a name')
  return speech('one word, once, in a file that has other names and cues without one')
}

/** The share of cues that have a prefix. In a short file one cue without is no sign of anything: it changes nobody else's. */
const shareOf = ({ cues, labelled: withPrefix, unlabelled }: Others): number => {
  const counted = cues - (withPrefix >= 2 && unlabelled >= 1 ? 1 : 0)
  return counted === 0 ? 0 : withPrefix / counted
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`

/** What stands before the first colon that ends a word, and how much of the text that is: times (`10:30`) and addresses (`https://…`) have none. */
export const prefixOf = (text: string): { readonly name: string; readonly length: number } | undefined => {
  const head = `${text.slice(0, longestName + 1)} `
  const end = head.indexOf(': ')
  if (end < 1 || end > longestName) return undefined
  const prefix = head
    .slice(0, end)
    .replaceAll(/[\u200E\u200F]/g, '')
    .trim()
  return prefix === '' || prefix.includes('://') ? undefined : { name: prefix, length: end + 1 }
}

const looksLikeName = (prefix: string): boolean => {
  const words = prefix.split(' ')
  return (
    words.length <= mostWords &&
    /[\p{L}\p{N}]/u.test(prefix) &&
    !/[?!;]|\. [a-z]/.test(prefix) &&
    words.every((word, index) => (index > 0 && particles.has(word)) || isNameWord(word))
  )
}

const isNameWord = (word: string): boolean => /\p{Lu}/u.test(word) || !/^[^(\p{L}]*\p{Ll}/u.test(word)
