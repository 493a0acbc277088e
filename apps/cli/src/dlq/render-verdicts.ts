import { countVerdicts, type Verdict, type VerdictCount } from '@hansard/shared/dead-letters/trial/verdict'
import { oneLine } from '@hansard/shared/printable'
import { deadLetters, indented, type Style } from './format.ts'

/** What today's code would make of a stage's dead letters, in lines of at most `columns`. */
export const renderVerdicts = (stage: string, verdicts: readonly Verdict[], style: Style): readonly string[] => [
  ...indented(`${deadLetters(verdicts.length)} of ${stage} tried with the code of today; nothing was changed.`, 0, style),
  ...countVerdicts(verdicts).flatMap((count) => renderCount(count, style)),
]

const renderCount = ({ verdict, letters }: VerdictCount, style: Style): readonly string[] => {
  const { colours } = style
  const number = letters.toLocaleString('en')
  switch (verdict.kind) {
    case 'passes':
      return [`  ${colours.green(`${number} would pass now`)} (${oneLine(verdict.status)})`]
    case 'fails':
      return [
        `  ${colours.red(`${number} would fail again`)}  ${oneLine(verdict.errorClass)}  ${colours.dim(oneLine(verdict.fingerprint))}`,
        ...indented(verdict.message, 6, style),
      ]
    case 'untold':
      return [`  ${colours.yellow(`${number} cannot be told`)}`, ...indented(`${verdict.why}, which a dry run does not`, 6, style)]
  }
}

/** What to do after a dry run. */
export const adviceAfter = (verdicts: readonly Verdict[]): string => {
  const of = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind).length
  if (of('untold') > 0) return 'What cannot be told, one redrive (--id) will tell.'
  if (of('fails') === 0) return 'The same command without --dry-run gives them back.'
  return of('passes') === 0
    ? 'As things are, giving them back would only park them.'
    : `Given back, ${of('fails').toLocaleString('en')} of them would fail again and then be parked.`
}
