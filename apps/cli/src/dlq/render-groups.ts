import type { LetterGroup } from '@hansard/shared/dead-letters/groups'
import type { LetterState } from '@hansard/shared/dead-letters/decisions'
import { oneLine } from '@hansard/shared/printable'
import { indented, minute, type Style } from './format.ts'

/** A group: what failed, how many, when, and one of the messages. At most `columns` wide. */
export const renderGroup = (group: LetterGroup, style: Style): readonly string[] => {
  const { colours } = style
  const { stage, fingerprint, errorClass, message, counts, firstFailedAt, lastFailedAt } = group
  return [
    `${colours.bold(`${oneLine(stage)}  ${oneLine(fingerprint)}`)}  ${colours.red(oneLine(errorClass))}`,
    ...indented(countsOf(counts).join(', '), 2, style),
    ...indented(`${minute(firstFailedAt)} to ${minute(lastFailedAt)} UTC`, 2, style),
    ...indented(message, 4, style),
  ]
}

const words: readonly (readonly [LetterState, string])[] = [
  ['open', 'open'],
  ['redriving', 'in doubt'],
  ['redriven', 'redriven'],
  ['parked', 'parked'],
]

/** `12 open, 3 redriven`; at least how many are open. */
export const countsOf = (counts: LetterGroup['counts']): readonly string[] =>
  words.flatMap(([state, word]) => (counts[state] > 0 || state === 'open' ? [`${counts[state].toLocaleString('en')} ${word}`] : []))

/** Whether somebody should look at it. */
export const wantsAttention = ({ counts }: LetterGroup): boolean => counts.open + counts.redriving > 0
