import { greatestOf } from '@hansard/shared/extremes'
import type { Standing } from '@hansard/shared/dead-letters/decisions'
import type { StandingLetter } from '@hansard/shared/dead-letters/groups'
import type { Revealed } from '@hansard/shared/dead-letters/reveal'
import { oneLine } from '@hansard/shared/printable'
import { pad, shorten, wrap } from '../terminal/text.ts'
import { counted, indented, minute, type Style } from './format.ts'

/** What `dlq show` knows of a letter beyond its standing. */
export interface LetterContents {
  readonly headers: Readonly<Record<string, string>>
  readonly value: Revealed
}

/** A dead letter with what is in it, in lines of at most `columns`. */
export const renderLetter = ({ letter, standing }: StandingLetter, { headers, value }: LetterContents, style: Style): readonly string[] => {
  const { colours } = style
  const failed = `${letter.attempts === 1 ? '1 attempt' : `${letter.attempts} attempts`}, first ${minute(letter.firstFailedAt)}, last ${minute(letter.lastFailedAt)} UTC`
  const facts: readonly (readonly [string, string])[] = [
    ['delivery', letter.webhookEventId ?? 'unknown'],
    ['origin', letter.origin],
    ['failed', failed],
    ['because', `${letter.errorClass}: ${letter.message}`],
    ['fingerprint', letter.fingerprint],
    ...(letter.redriven === 0 ? [] : [['redriven', `${counted(letter.redriven, 'time', 'times')} before this failure`] as const]),
    ...(standing.state === 'open' ? [] : [[standing.state, decisionOf(standing)] as const]),
  ]
  return [
    `${colours.bold(`Dead letter ${letter.position}`)} · ${colours.yellow(wordOf(standing))}`,
    ...facts.flatMap(([name, text]) => labelled(name, text, 11, style)),
    '',
    `  ${colours.bold('Headers')}`,
    ...renderHeaders(headers, style),
    '',
    `  ${colours.bold('Value')} ${counted(letter.bytes, 'byte', 'bytes')}`,
    ...renderValue(value, style),
  ]
}

const wordOf = ({ state }: Standing): string => (state === 'redriving' ? 'in doubt: somebody began to give it back' : state)

const decisionOf = ({ by, reason, at }: Standing): string =>
  [at === undefined ? undefined : `${minute(at)} UTC`, by === undefined ? undefined : `by ${by}`, reason === '' ? undefined : reason]
    .filter((part) => part !== undefined)
    .join(', ')

const labelled = (name: string, text: string, width: number, style: Style): readonly string[] =>
  indented(text, 4 + width, style).map((line, index) => (index === 0 ? `  ${pad(name, width)}  ${line.trimStart()}` : line))

const renderHeaders = (headers: LetterContents['headers'], style: Style): readonly string[] => {
  const names = Object.keys(headers).toSorted()
  const width = Math.min(28, greatestOf(names.map((name) => name.length)) ?? 0)
  return names.flatMap((name) => labelled(shorten(oneLine(name), width), headers[name] || '(empty)', width, style))
}

const renderValue = (value: Revealed, style: Style): readonly string[] => {
  if (value.kind === 'unreadable') return indented(`cannot be shown: ${value.why}`, 4, style)
  return JSON.stringify(value.value, undefined, 2)
    .split('\n')
    .flatMap((line) => {
      const by = 4 + line.length - line.trimStart().length
      return wrap(oneLine(line), Math.max(20, style.columns - by)).map((part) => ' '.repeat(by) + part)
    })
}
