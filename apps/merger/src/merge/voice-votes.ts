import type { Placed } from './fill.ts'
import type { Kept, MeetingLine } from './meeting-line.ts'
import type { Roster } from './roster.ts'

/** For each name the words that speak for it. */
export type Votes = Map<string, number>

export interface VoiceVotes {
  /** By source, by label: who says the label's words in the other sources. */
  readonly byLabel: readonly ReadonlyMap<string, Votes>[]
  /** By kept line. */
  readonly byLine: readonly (Votes | undefined)[]
}

/** Fewer words than this say nothing. */
const fewestWords = 3

const add = <K>(votes: Map<K, Votes>, key: K, name: string, words: number): void => {
  const own = votes.get(key) ?? new Map<string, number>()
  own.set(name, (own.get(name) ?? 0) + words)
  votes.set(key, own)
}

/** The name with most words and its share of them; undefined where too few speak. */
export const winner = (votes: Votes | undefined): { readonly name: string; readonly share: number } | undefined => {
  const all = [...(votes ?? [])].toSorted(([p, x], [q, y]) => y - x || (p < q ? -1 : 1))
  const total = all.reduce((sum, [, words]) => sum + words, 0)
  const [name, words] = all[0] ?? ['', 0]
  return words >= fewestWords ? { name, share: words / total } : undefined
}

/** Every word that two sources agree on tells each of them whose mouth the other takes it from. */
export const countVotes = (kept: Kept, placed: readonly Placed[], pairings: readonly Int32Array[], roster: Roster): VoiceVotes => {
  const byLabel = placed.map(() => new Map<string, Votes>())
  const byLine = new Map<number, Votes>()
  const { words } = kept.heard
  for (let from = 0, to = 0; from < words.count; from = to) {
    // Words in a row that every source has in one line have the same voices.
    while (to < words.count && isOfTheSameLines(kept, placed, pairings, from, to)) to++
    const line = words.line[from] as number
    const voices = voicesOf(kept, placed, pairings, from)
    if (voices.length < 2) continue
    for (const { source, label } of voices) {
      const name = roster.fullName(source, label)
      if (name === undefined) continue
      for (const other of voices) {
        if (other.source === source) continue
        if (other.label !== null) add(byLabel[other.source] as Map<string, Votes>, other.label, name, to - from)
        if (other.source === kept.lines[line]?.source) add(byLine, line, name, to - from)
      }
    }
  }
  return { byLabel, byLine: kept.lines.map((_, line) => byLine.get(line)) }
}

/** Whether two kept words are of one line, and of one line in every source that has them. */
const isOfTheSameLines = (
  { heard: { words } }: Kept,
  placed: readonly Placed[],
  pairings: readonly Int32Array[],
  one: number,
  other: number,
): boolean => {
  if (words.line[one] !== words.line[other]) return false
  for (let source = 0; source < placed.length; source++) {
    const { line } = (placed[source] as Placed).part.heard.words
    const pairing = pairings[source] as Int32Array
    // A place of -1 is of no line, and so is undefined.
    if (line[pairing[one] as number] !== line[pairing[other] as number]) return false
  }
  return true
}

interface Voice {
  readonly source: number
  readonly label: string | null
}

/** Whose mouth each source takes a kept word from. */
const voicesOf = (kept: Kept, placed: readonly Placed[], pairings: readonly Int32Array[], place: number): readonly Voice[] => {
  const own = kept.lines[kept.heard.words.line[place] as number] as MeetingLine
  const voices: Voice[] = [{ source: own.source, label: own.speaker }]
  for (let source = 0; source < placed.length; source++) {
    const word = (pairings[source] as Int32Array)[place] as number
    if (source === own.source || word === -1) continue
    const { lines, words } = (placed[source] as Placed).part.heard
    voices.push({ source, label: lines[words.line[word] as number]?.speaker ?? null })
  }
  return voices
}
