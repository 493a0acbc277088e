import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { oneLine } from '@hansard/shared/printable'
import type { Meeting } from '@hansard/simulator/meeting/meeting'
import pc from 'picocolors'
import type { Step } from './journey.ts'
import type { SampleDelivery, SampleOutcome } from './sample.ts'

const width = 80
const shownSegments = 8

const platformColours = { zoom: pc.blue, fireflies: pc.magenta, otter: pc.cyan } as const

const column = (platform: string): string => {
  const paint = platform in platformColours ? platformColours[platform as keyof typeof platformColours] : pc.white
  return paint(platform.padEnd(10))
}

export const sampleTitle = (meeting: Meeting): string =>
  `\n${pc.bold('Sample meeting')}  ${pc.dim(`${meeting.people.length} people, sent as three platforms heard it`)}\n`

/** The answer to one delivery. */
export const showDelivery = ({ platform, path, answer, webhookEventId }: SampleDelivery): string =>
  `  ${column(platform)} POST ${path}\n  ${' '.repeat(10)} ${pc.green(String(answer.status))} accepted in ${answer.ms.toFixed(0)} ms   ${pc.dim(webhookEventId)}`

/** Each delivery's way through the stages, with the time since it was received. */
export const showJourneys = (deliveries: readonly SampleDelivery[], steps: readonly Step[]): string => {
  const lines = deliveries.map(({ platform, webhookEventId }) => {
    const own = steps.filter((step) => step.webhookEventId === webhookEventId)
    return `  ${column(platform)} ${own.map(showStep).join(pc.dim(' → '))}`
  })
  return [`\n${pc.bold('Way through the stages')}  ${pc.dim('milliseconds after it was received')}\n`, ...lines].join('\n')
}

const shortStages: Readonly<Record<string, string>> = {
  'transcript-processor': 'fetched',
  verifier: 'verified',
  deduper: 'first seen',
  merger: 'merged',
}

const showStep = ({ stage, afterMs }: Step): string => `${shortStages[stage] ?? stage} ${pc.dim(String(afterMs))}`

/** The first lines of what came out, and how sure Hansard is of them. */
export const showMerged = ({ merged, mergedAfterMs }: SampleOutcome): string => {
  const lines = merged.segments.slice(0, shownSegments).map(showSegment)
  const left = merged.segments.length - lines.length
  const sources = merged.sources.map(({ platform, score }) => (score === null ? platform : `${platform} ${score.toFixed(2)}`)).join(', ')
  return [
    `\n${pc.bold(oneLine(merged.title ?? '') || 'Untitled meeting')}  ${pc.dim(`revision ${merged.revision} on transcripts.merged.v1`)}\n`,
    `  ${pc.dim('sources    ')}${sources}`,
    `  ${pc.dim('agreement  ')}${agreement(merged)}`,
    '',
    ...lines,
    ...(left > 0 ? [pc.dim(`  … ${left} more`)] : []),
    '',
    `${pc.green('✔')} Merged ${pc.bold(`${(mergedAfterMs / 1_000).toFixed(1)} s`)} after the last webhook was sent`,
  ].join('\n')
}

const agreement = ({ segments }: MergedTranscript): string => {
  const count = (wanted: string): number => segments.filter((segment) => segment.agreement === wanted).length
  const rest = [`${count('disputed')} disputed`, `${count('only')} heard by one alone`].filter((part) => !part.startsWith('0 '))
  return [`${count('agreed')} of ${segments.length} lines confirmed by another source`, ...rest].join(', ')
}

const marks: Readonly<Record<string, string>> = { agreed: pc.green('='), disputed: pc.yellow('≠'), only: pc.dim('·') }

const showSegment = ({ startMs, speaker, text, agreement: how }: MergedTranscript['segments'][number]): string => {
  const who = fit(oneLine(speaker ?? '') || 'unknown', 15)
  const head = `  ${clock(startMs)} ${marks[how] ?? ' '} ${pc.bold(who)} `
  return `${head}${shorten(oneLine(text), width - 26)}`
}

const clock = (ms: number): string => {
  const total = Math.floor(ms / 1_000)
  return pc.dim(`${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`)
}

const segmenter = new Intl.Segmenter()

/** What a reader takes for letters, whatever they are made of. */
const lettersOf = (text: string): readonly string[] => Array.from(segmenter.segment(text), ({ segment }) => segment)

const shorten = (text: string, length: number): string => {
  const letters = lettersOf(text)
  if (letters.length <= length) return text
  return `${letters
    .slice(0, length - 1)
    .join('')
    .trimEnd()}…`
}

const fit = (text: string, length: number): string => {
  const short = shorten(text, length)
  return short + ' '.repeat(Math.max(0, length - lettersOf(short).length))
}
