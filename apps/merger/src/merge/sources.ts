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
