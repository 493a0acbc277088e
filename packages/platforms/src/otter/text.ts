import type { TranscriptNote, TranscriptSegment } from '../platform.ts'
import type { KnownName } from '../subtitles/speaker-labels.ts'
import type { Subtitles } from '../subtitles/subtitles.ts'
import { checkedTimes } from '../times.ts'
import { looksLikeName } from './evidence.ts'
import { isFooter, withoutFurniture } from './furniture.ts'
import { headersOf } from './headers.ts'
import { marksOf, plainSpaces } from './lines.ts'
import { withNamesBeside } from './names-above.ts'
import { readSubtitles } from './subtitles.ts'

export type OtterText =
  | { readonly kind: 'segments'; readonly segments: readonly TranscriptSegment[]; readonly notes: readonly TranscriptNote[] }
  | { readonly kind: 'rubbish'; readonly reason: string }

interface Turn {
  /** Undefined for what comes before any turn. */
  readonly speaker: string | null | undefined
  readonly startMs: number
  readonly words: string[]
}

/** What the platform says of a text. */
export interface Hints {
  /** Of the conversation: it may be the text's first line. */
  readonly title?: string | null
  /** `txt`, `srt` or `vtt`; the text may be another. */
  readonly format?: string | null
  /** Names of people who were there, as far as they are known. */
  readonly people?: readonly (string | null)[]
}

/** Unhurried speech, for a turn whose end nothing tells. */
const wordsPerSecond = 2.5

const noTurns: TranscriptNote = {
  code: 'no-turns',
  text: 'Nothing in the text of Otter told who spoke when: all of it is one segment at 0 s, without a speaker.',
}

/**
 * Reads the text Otter gives for a transcript. Its grammar is not documented; of examples and exports: `Name  MM:SS` or `H:MM:SS` begins
 * a turn and the lines after it are what was said, also with one space or other ones, without names, and with all of it in one line. Which
 * of them it is, the file itself shows (`headers.ts`). What the export put around the words is left out (`furniture.ts`). Words before any
 * turn have no speaker; where there is no turn at all, a note says so.
 * There are no end times: a turn ends where the next begins, the last one by the pace of speech, within `durationMs` where that is known.
 * A text that is SRT or WebVTT, whatever it is called, is read as such. Never throws; takes time in proportion to n log n of the text's
 * length.
 */
export const parseOtterText = (
  text: string,
  durationMs: number | null,
  { title = null, format = null, people = [] }: Hints = {},
): OtterText => {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text.slice(0, 1000))) return { kind: 'rubbish', reason: 'it is a markup page' }
  const names = new Set(people.map((name) => name?.trim().toLowerCase()))
  const isKnown = (name: string): boolean => names.has(name.trim().toLowerCase())
  const subtitles = readSubtitles(text, format, isKnown)
  if (subtitles === undefined) return turnSegments(turnsOf(text, title, isKnown), durationMs)
  return subtitles.kind === 'rubbish' ? subtitles : cueSegments(subtitles)
}

const cueSegments = ({ cues, notes }: Extract<Subtitles, { kind: 'cues' }>): OtterText => {
  const segments = cues.filter((cue, index) => index < cues.length - 1 || !isFooter(cue.text.trim()))
  const timed = checkedTimes(
    segments.map((cue) => ({ ...cue, rawText: null })),
    null,
  )
  return { kind: 'segments', segments: inTime(timed.segments), notes: [...notes, ...timed.notes] }
}

const inTime = (segments: readonly TranscriptSegment[]): readonly TranscriptSegment[] => segments.toSorted((a, b) => a.startMs - b.startMs)

const turnSegments = (turns: readonly Turn[], durationMs: number | null): OtterText => {
  const spoken = turns.flatMap(({ speaker, startMs, words }) => {
    const said = words.join(' ').replaceAll(/\s+/g, ' ').trim()
    return said === '' ? [] : [{ speaker, startMs, text: said }]
  })
  const segments = spoken.map(({ startMs, speaker, text: said }, index) => ({
    startMs,
    endMs: endOf({ startMs, text: said }, spoken[index + 1]?.startMs, durationMs),
    speaker: speaker ?? null,
    text: said,
    rawText: null,
  }))
  const notes = spoken.length > 0 && spoken.every(({ speaker }) => speaker === undefined) ? [noTurns] : []
  const timed = checkedTimes(segments, durationMs, { ends: 'estimated' })
  return { kind: 'segments', segments: inTime(timed.segments), notes: [...notes, ...timed.notes] }
}

const turnsOf = (text: string, title: string | null, isKnown: KnownName): readonly Turn[] => {
  const all = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map(plainSpaces)
  const { from, to, last } = withoutFurniture(all, title, mayBegin)
  const kept = all.slice(from, to)
  if (kept.length > 0) kept[kept.length - 1] = last
  const lines = withNamesBeside(kept, (name) => isKnown(name) || looksLikeName(name))
  const headers = headersOf(lines, lines.map(marksOf), isKnown)
  const turns: Turn[] = []
  for (const [index, line] of lines.entries()) {
    const header = headers.get(index)
    if (header !== undefined) turns.push({ speaker: header.speaker, startMs: header.startMs, words: [header.words] })
    else if (turns.length > 0) turns.at(-1)?.words.push(line)
    else turns.push({ speaker: undefined, startMs: 0, words: [line] })
  }
  return turns
}

const mayBegin = (line: string): boolean => Object.keys(marksOf(line, 0)).length > 0

const endOf = (turn: { readonly startMs: number; readonly text: string }, next: number | undefined, durationMs: number | null): number => {
  if (next !== undefined && next > turn.startMs) return next
  const estimate = turn.startMs + Math.ceil((turn.text.split(' ').length / wordsPerSecond) * 1000)
  const known = next === undefined && durationMs !== null && durationMs > turn.startMs
  return known ? Math.min(estimate, durationMs) : estimate
}
