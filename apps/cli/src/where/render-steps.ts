import { oneLine } from '@hansard/shared/printable'
import { pad } from '../terminal/text.ts'
import type { Step } from './deliveries.ts'
import { coloured, indented, time, type Style } from './lines.ts'

/** The columns of a step: the longest names are transcript-processor and processing. */
const stageColumns = 20
const statusColumns = 10

/** A step, or several that were alike one after the other. */
interface Run {
  readonly last: Step
  readonly since: Date
  readonly times: number
}

/** The steps in lines of at most `columns`. `now`: what is still to come is told of the last of them. */
export const renderSteps = (steps: readonly Step[], style: Style, now?: Date): readonly string[] => {
  const runs = runsOf(steps)
  return runs.flatMap((run, index) => renderRun(run, style, index === runs.length - 1 ? now : undefined))
}

/** Put off without spending an attempt: the stage looked, and what it wanted was not there yet. */
const isDeferral = ({ status, details }: Step): boolean => status === 'retrying' && details.errorClass === 'NotYetError'

const runsOf = (steps: readonly Step[]): readonly Run[] => {
  const runs: Run[] = []
  for (const step of steps) {
    const run = runs.at(-1)
    const goesOn =
      run !== undefined && isDeferral(step) && isDeferral(run.last) && step.stage === run.last.stage && step.reason === run.last.reason
    if (goesOn) runs[runs.length - 1] = { ...run, last: step, times: run.times + 1 }
    else runs.push({ last: step, since: step.at, times: 1 })
  }
  return runs
}

const renderRun = (run: Run, style: Style, now: Date | undefined): readonly string[] => {
  const { last, since, times } = run
  const status = isDeferral(last) ? 'waiting' : last.status
  const note = noteOf(run)
  const shown = coloured(status, note === '' ? oneLine(status) : pad(oneLine(status), statusColumns), style.colours)
  const line = `  ${style.colours.dim(time(since))}  ${pad(oneLine(last.stage), stageColumns)}  ${shown}  ${note}`
  const until = times > 1 ? `last at ${time(last.at)}` : null
  const why = [last.reason, until, next(last, now), ...facts(last)].filter((part) => part !== null).join(' · ')
  return [line.trimEnd(), ...indented(why, 6, style), ...whatToDo(last).flatMap((command) => indented(command, 6, style))]
}

const noteOf = ({ last, times }: Run): string => {
  if (times > 1) return `${times} times`
  if (isDeferral(last)) return ''
  return last.attempt > 1 || last.status === 'retrying' ? `attempt ${last.attempt}` : ''
}

/** When a stage looks at the record again. With `now`: nothing was reported since. */
const next = (step: Step, now: Date | undefined): string | null => {
  const { retryAt } = step.details
  if (retryAt === undefined) return null
  const due = new Date(retryAt)
  const what = isDeferral(step) ? 'it' : `attempt ${step.attempt + 1}`
  if (now === undefined) return `${isDeferral(step) ? 'looked at again' : 'again'} at ${time(due)}`
  return due > now ? `${what} is due at ${time(due)}` : `${what} was due at ${time(due)} and is not reported yet`
}

/** What the details add to the reason, for a person. */
const facts = ({ details, reason }: Step): readonly string[] => [
  ...(details.transcript === 'awaited' ? ['a transcript is still awaited'] : []),
  ...(details.deadLetter === undefined ? [] : [`in ${details.deadLetter}`]),
  ...told('first:', details.duplicateOf, reason),
  ...told('the same as of', details.sameAs, reason),
  ...told('transcript', details.transcriptId, reason),
  ...told('meeting', details.meetingId, reason),
  ...told('revision', details.revision, null),
]

/** Nothing where there is none, or the reason names it. */
const told = (what: string, id: string | undefined, reason: string | null): readonly string[] =>
  id === undefined || id === '' || reason?.includes(id) ? [] : [`${what} ${id}`]

const whatToDo = ({ status, details }: Step): readonly string[] =>
  (status === 'failed' || status === 'rejected') && details.fingerprint !== undefined
    ? [`npm run hansard -- dlq explain ${details.fingerprint}`]
    : []
