import { merge } from '@hansard/merger/merge/merge'
import { namesAgree, realName } from '@hansard/merger/score/names'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { prepare } from '@hansard/merger/score/profile'
import type { Example } from '../cases/pairs.ts'
import type { Meeting } from '../conversation/converse.ts'
import { edits } from './edits.ts'
import { comparer } from './words.ts'

export interface Merging {
  readonly name: string
  readonly share: string
  readonly sources: number
  /** Words of what was said. */
  readonly words: number
  readonly errors: number
  readonly bestSingleErrors: number
  readonly missing: number
  readonly bestSingleMissing: number
  /** Words whose speaker can be told right or wrong, and those told right. */
  readonly voiced: number
  readonly rightVoice: number
  /** By how much each segment's start is off, milliseconds, once the clocks' zero is put aside. */
  readonly startErrors: readonly number[]
  readonly mergeMs: number
}

/** One word of a text with the segment it is in. */
interface Placed {
  readonly word: string
  readonly segment: number
}

const placedWords = (texts: readonly { readonly text: string }[], words: (text: string) => readonly string[]): readonly Placed[] =>
  texts.flatMap(({ text }, segment) => words(text).map((word) => ({ word, segment })))

/** What was said, word by word as it is compared, with who said it when. */
const truthOf = ({ words, bank, people }: Meeting, compare: (text: string) => readonly string[]) =>
  words
    .filter(({ disfluent }) => !disfluent)
    .flatMap(({ text, ms, person }) =>
      compare(text).map((word) => ({ word, ms, name: person === -1 ? 'Operator' : (people[person] ?? ''), joiner: bank.joiner })),
    )

/** Nobody can tell the name of somebody whom no source names. */
const namedBy = (sources: readonly FetchedTranscript[]): ((name: string) => boolean) => {
  const mentions = sources.flatMap(({ participants, segments }) => [
    ...participants.map(({ name }) => name),
    ...segments.map(({ speaker }) => speaker),
  ])
  const known = [...new Set(mentions)].flatMap((mention) => realName(mention) ?? [])
  return (name) => known.some((other) => namesAgree(other, name))
}

const middle = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[values.length >> 1] ?? 0

/** Merges the sources of a meeting and holds the result, and each source alone, against what was said. */
export const measureMerging = (example: Example, meeting: Meeting): Merging => {
  const sources = [example.a, example.b, ...example.others].map(({ transcript }) => transcript)
  const parts = sources.map(prepare)
  const began = performance.now()
  const { segments } = merge(parts)
  const mergeMs = performance.now() - began
  const compare = comparer(meeting.bank)
  const truth = truthOf(meeting, compare)
  const reference = truth.map(({ word }) => word)
  const placed = placedWords(segments, compare)
  const own = edits(
    reference,
    placed.map(({ word }) => word),
  )
  const alone = sources
    .map((source) =>
      edits(
        reference,
        placedWords(source.segments, compare).map(({ word }) => word),
      ),
    )
    .toSorted((x, y) => x.errors - y.errors)
  const isNamed = namedBy(sources)
  const named = new Map([...new Set(truth.map(({ name }) => name))].map((name) => [name, isNamed(name)]))
  let voiced = 0
  let rightVoice = 0
  const starts: number[] = []
  const seen = new Set<number>()
  for (const [index, { word, name, ms }] of truth.entries()) {
    const against = placed[own.against[index] ?? -1]
    if (against === undefined || against.word !== word) continue
    const { speaker, startMs } = segments[against.segment] ?? { speaker: null, startMs: 0 }
    if (named.get(name) === true) {
      voiced++
      if (speaker !== null && namesAgree(speaker, name)) rightVoice++
    }
    if (!seen.has(against.segment)) starts.push(startMs - ms)
    seen.add(against.segment)
  }
  const zero = middle(starts)
  return {
    name: example.case.name,
    share: example.share,
    sources: sources.length,
    words: reference.length,
    errors: own.errors,
    bestSingleErrors: alone[0]?.errors ?? 0,
    missing: own.deletions,
    bestSingleMissing: alone[0]?.deletions ?? 0,
    voiced,
    rightVoice,
    startErrors: starts.map((start) => Math.abs(start - zero)),
    mergeMs,
  }
}
