import { realName } from '../score/names.ts'
import type { Prepared } from '../score/profile.ts'

/** Unnamed speech is worth so much of named speech. */
const unnamedWorth = 0.7
/** Text that people went over is worth so much more. */
const editedWorth = 1.1

const quality = ({ heard, transcript }: Prepared): number => {
  const { lines, words } = heard
  const named = lines.map(({ speaker }) => realName(speaker) !== null)
  let worth = 0
  for (const line of words.line) worth += named[line] === true ? 1 : unnamedWorth
  const edited = transcript.segments.some(({ rawText, text }) => rawText !== null && rawText !== text)
  return edited ? worth * editedWorth : worth
}

/** Best source first: the one that heard most, named words before unnamed ones. The same order whatever the order they came in. */
export const ranked = (parts: readonly Prepared[]): readonly Prepared[] =>
  parts
    .map((part) => ({ part, worth: quality(part) }))
    .toSorted((x, y) => y.worth - x.worth || (x.part.transcript.transcriptId < y.part.transcript.transcriptId ? -1 : 1))
    .map(({ part }) => part)

/** A source that heard so much of what the best one did may take its place, */
const nearlyAll = 0.85
/** where it is to be believed so much more, in log-odds. */
const clearlyMore = 0.15

/** Of sources, best first, one that should come before the first: it heard nearly as much and is right more often. */
export const moreReliable = (sources: readonly Prepared[], trust: readonly number[]): Prepared | undefined => {
  const [first] = sources
  if (first === undefined) return undefined
  const rivals = sources
    .map((source, index) => ({ source, trust: trust[index] ?? 0 }))
    .filter(({ source }) => source.profile.words >= nearlyAll * first.profile.words)
    .toSorted((x, y) => y.trust - x.trust)
  const [best] = rivals
  return best !== undefined && best.source !== first && best.trust > (trust[0] ?? 0) + clearlyMore ? best.source : undefined
}
