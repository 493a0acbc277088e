import { wordText } from '../score/words.ts'
import { disputesOf, type Dispute, type Version } from './disputes.ts'
import type { Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'
import { countsOf, plausibility, type Counts } from './plausibility.ts'
import { reliabilities, type Decided } from './reliability.ts'

/** A part of a kept line's text for which another source's words are taken. */
export interface Replacement {
  readonly line: number
  /** Characters of the line's text, the last not included; equal where words are put in. */
  readonly from: number
  readonly to: number
  readonly source: number
  readonly text: string
}

/** One wording of a dispute with the sources that have it. */
interface Candidate {
  readonly version: Version
  readonly key: string
  readonly heardBy: readonly number[]
  readonly fit: number
}

/** So much an agreeing source adds. */
const agreeing = 1
/** So clear a dispute tells who is to be believed. */
const clear = 1
/** So much better another wording must be: a line that is left as it is, is right as far as its own source goes. */
const margin = 0.15
/** Sounds that nobody misses. */
const hesitation = /^(?:u+h+|u+m+|e+r+m*|e+h+|h+m+|m+h*m+|ä+h+m*|euh+|呃|嗯|えっと|あの|אה|آه)$/u

export interface Combined {
  /** In order of place. */
  readonly replacements: readonly Replacement[]
  /** How far each source is to be believed where they differ, as log-odds. */
  readonly trust: readonly number[]
}

/** Takes the words of other sources where they are likelier to have been said. Where a line's own source is as likely, it stays as it is. */
export const combine = (kept: Kept, placed: readonly Placed[], pairings: readonly Int32Array[]): Combined => {
  if (placed.length < 2) return { replacements: [], trust: [0] }
  const counts = placed.map(({ part }) => countsOf(part.heard.words))
  const spell = speller(placed)
  const disputes = disputesOf(kept, placed, pairings).map((dispute) => ({
    dispute,
    candidates: candidatesOf(dispute, kept, placed, counts, spell),
  }))
  const open = disputes.filter(({ candidates }) => candidates.length > 1)
  const trust = reliabilities(
    placed.map(({ part }) => part),
    open.flatMap(({ candidates }) => decided(candidates)),
  )
  const replacements = open.flatMap(({ dispute, candidates }) => {
    const winner = choose(candidates, trust)
    return winner === undefined ? [] : [replacement(dispute, winner, kept, placed)]
  })
  return { replacements, trust }
}

const candidatesOf = (
  { before, after, versions }: Dispute,
  { heard }: Kept,
  placed: readonly Placed[],
  counts: readonly Counts[],
  spell: (version: Version) => string,
): readonly Candidate[] => {
  const byKey = new Map<string, { readonly version: Version; readonly heardBy: number[] }>()
  for (const version of versions) {
    const key = spell(version)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, { version, heardBy: [version.source] })
    else known.heardBy.push(version.source)
  }
  if (byKey.size < 2) return []
  return [...byKey].map(([key, { version, heardBy }]) => {
    const { words } = (placed[version.source] as Placed).part.heard
    const wording = {
      before: heard.words.hash[before] as number,
      words: words.hash.subarray(version.from, version.to),
      after: heard.words.hash[after] as number,
      heardBy,
    }
    return { version, key, heardBy, fit: plausibility(counts, wording) }
  })
}

/** The letters without the spaces: `load balancer` and `loadbalancer` are no dispute. */
const speller = (placed: readonly Placed[]): ((version: Version) => string) => {
  // Equal hashes are equal words: the same few are disputed again and again.
  const known = new Map<number, string>()
  return ({ source, from, to }) => {
    const { heard } = (placed[source] as Placed).part
    let letters = ''
    for (let place = from; place < to; place++) {
      const hash = heard.words.hash[place] as number
      const word = known.get(hash) ?? wordText(heard, place)
      known.set(hash, word)
      letters += word
    }
    return letters
  }
}

const decided = (candidates: readonly Candidate[]): readonly Decided[] => {
  const single = candidates.filter(({ version }) => version.to - version.from === 1)
  if (single.length !== 2 || candidates.length !== 2) return []
  const [best, other] = single.toSorted((x, y) => worth(y) - worth(x))
  return best === undefined || other === undefined || worth(best) - worth(other) < clear ? [] : [{ won: best.heardBy, lost: other.heardBy }]
}

const worth = ({ fit, heardBy }: Candidate): number => fit + agreeing * heardBy.length

/** The wording to take instead of the line's own; undefined to leave that. */
const choose = (candidates: readonly Candidate[], trust: readonly number[]): Candidate | undefined => {
  const judged = candidates.map((candidate) => ({
    candidate,
    worth: worth(candidate) + candidate.heardBy.reduce((sum, source) => sum + (trust[source] ?? 0), 0),
  }))
  const [own] = judged
  const best = judged.toSorted((x, y) => y.worth - x.worth || (x.candidate.key < y.candidate.key ? -1 : 1))[0]
  if (own === undefined || best === undefined || best === own || best.worth < own.worth + margin) return undefined
  const [was, is] = [own.candidate.key, best.candidate.key]
  // How a number is written is a matter of taste, and hesitations are no loss.
  const style = /\d/.test(was) !== /\d/.test(is) && best.candidate.heardBy.length < 2
  return style || hesitation.test(is) || (is === '' && hesitation.test(was)) ? undefined : best.candidate
}

const replacement = (
  { line, before, after }: Dispute,
  { version }: Candidate,
  { lines, heard }: Kept,
  placed: readonly Placed[],
): Replacement => {
  const source = (placed[version.source] as Placed).part.heard
  const own = lines[line]?.text ?? ''
  const written = writtenBetween(source, version)
  const isEmpty = after - before === 1
  // The agreed word behind may be the first of the next line.
  const isWithin = heard.words.line[after] === line
  const next = isWithin ? (heard.words.from[after] as number) : (heard.words.to[after - 1] as number)
  if (isEmpty) return { line, from: next, to: next, source: version.source, text: spaced(written, own.slice(next, next + 1)) }
  const from = heard.words.from[before + 1] as number
  if (written === '') return { line, from, to: next, source: version.source, text: '' }
  return { line, from, to: heard.words.to[after - 1] as number, source: version.source, text: written }
}

/** The words as the source wrote them, without the marks around them. */
const writtenBetween = ({ lines, words }: Placed['part']['heard'], { from, to }: Version): string => {
  const parts: string[] = []
  for (let place = from; place < to;) {
    const line = words.line[place] as number
    let end = place
    while (end + 1 < to && words.line[end + 1] === line) end++
    parts.push((lines[line]?.text ?? '').slice(words.from[place], words.to[end]))
    place = end + 1
  }
  return parts.join(' ')
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Followed by a space, unless the writing has none. */
const spaced = (words: string, next: string): string => (unspaced.test(words.slice(-1)) && unspaced.test(next) ? words : `${words} `)
