import type { MergedSegment } from '@hansard/shared/contracts/contracts.generated'

type Corrected = Pick<MergedSegment, 'text' | 'corrections'>

/** The text as the segment's own source has it: the contract says how to take the corrections back. */
export const withoutCorrections = ({ text, corrections }: Corrected): string =>
  corrections
    .toReversed()
    .reduce((own, { from, to, replaced }) => [...own.slice(0, from), ...Array.from(replaced), ...own.slice(to)], Array.from(text))
    .join('')

/** What was taken from other sources: their words, in small letters. */
export const correctionsIn = ({
  text,
  corrections,
}: Corrected): readonly { readonly words: readonly string[]; readonly transcriptId: string }[] =>
  corrections.map(({ from, to, transcriptId }) => ({
    words: Array.from(text).slice(from, to).join('').toLowerCase().split(/\s+/),
    transcriptId,
  }))

/** A text to compare: where a word was put in or left out, spaces may differ. */
export const wordsOf = (text: string): string => text.replaceAll(/\s/g, '')
