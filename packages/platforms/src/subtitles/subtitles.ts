import type { TranscriptNote } from '../platform.ts'
import { piecesOf, type Piece } from './blocks.ts'
import { cueLines } from './cue-text.ts'
import { isTimesLine } from './clock.ts'
import { labelled, nobodyKnown, type Cue, type KnownName, type Line } from './speaker-labels.ts'
import { counted } from '../counted.ts'

export type SubtitleFormat = 'vtt' | 'srt'

export type Subtitles =
  | {
      readonly kind: 'cues'
      readonly cues: readonly Cue[]
      /** What was left out, and which times are guesses. */
      readonly notes: readonly TranscriptNote[]
    }
  | { readonly kind: 'rubbish'; readonly reason: string }

/** A file's lines before their speakers are known. */
export type SubtitleLines =
  | { readonly kind: 'lines'; readonly lines: readonly Line[]; readonly notes: readonly TranscriptNote[] }
  | { readonly kind: 'rubbish'; readonly reason: string }

/** Cues whose words are there and where they stand is known, from all that the file has. */
interface Read {
  readonly lines: readonly Line[]
  readonly cues: number
  readonly untimed: readonly number[]
  readonly leftOut: readonly number[]
}

/**
 * Reads WebVTT or SubRip, the speaker as `Name: text` or as `<v Name>`. Takes CRLF, LF and CR, a byte order mark, cues with and without
 * identifiers, text over several lines, any number of hours. One spot that cannot be read costs that spot: words without a readable time
 * stand where they stood in the file, words that belong to no cue are left out, and the notes say so. A file of which less than half can
 * be read is rubbish. Never throws; linear in the text's length.
 *
 * @param isKnown says of a name that its bearer was there
 */
export const parseSubtitles = (text: string, format: SubtitleFormat, isKnown: KnownName = nobodyKnown): Subtitles => {
  const read = readSubtitles(text, format)
  return read.kind === 'rubbish' ? read : { kind: 'cues', cues: labelled(read.lines, isKnown), notes: read.notes }
}

/** The same without the speakers: what stands before a colon is part of the text. */
export const readSubtitles = (text: string, format: SubtitleFormat): SubtitleLines => {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r\n|\n|\r/)
  const isVtt = /^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')
  const pieces = piecesOf(lines, isVtt ? endOfHeading(lines) : 0)
  // A file without its first line is still one; anything else without a cue is another thing.
  const lacksHeading = format === 'vtt' && !isVtt
  if (lacksHeading && !pieces.some(({ kind, payload }) => kind === 'cue' && payload.length > 0))
    return { kind: 'rubbish', reason: 'it does not begin with WEBVTT' }
  const read = readPieces(pieces)
  const faults = read.untimed.length + read.leftOut.length
  const all = read.cues + read.leftOut.length
  if (faults * 2 > all) return { kind: 'rubbish', reason: reasonOf(read) }
  const heading = { code: 'unreadable-text' as const, text: 'the file does not begin with WEBVTT' }
  return { kind: 'lines', lines: read.lines, notes: [...(lacksHeading ? [heading] : []), ...notesOf(read, all)] }
}

/** The heading ends at the first blank line, or where a cue begins without one. */
const endOfHeading = (lines: readonly string[]): number => {
  const end = lines.findIndex((line, index) => index > 0 && (line.trim() === '' || isTimesLine(line)))
  if (end === -1) return lines.length
  return end
}

const readPieces = (pieces: readonly Piece[]): Read => {
  const lines: Line[] = []
  const untimed: number[] = []
  const leftOut: number[] = []
  let [cues, lastEnd] = [0, 0]
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'stray') {
      // A piece of a clock or a number is what a file that was cut off ends with, not something said.
      if (cues === 0 || !/\p{L}/u.test(piece.payload.join(' '))) leftOut.push(piece.line)
      else for (const line of cueLines(piece.payload, { startMs: lastEnd, endMs: lastEnd })) lines.push({ ...line, continues: true })
      continue
    }
    cues++
    const { startMs, endMs } = piece.times
    const start = startMs ?? lastEnd
    const times = { startMs: start, endMs: endMs !== null && endMs >= start ? endMs : Math.max(start, nextStart(pieces, index)) }
    const said = cueLines(piece.payload, times)
    if (said.length > 0 && (startMs === null || endMs === null)) untimed.push(piece.line)
    for (const line of said) lines.push(line)
    lastEnd = times.endMs
  }
  return { lines, cues, untimed, leftOut }
}

/** Only what follows at once tells where a cue ended. */
const nextStart = (pieces: readonly Piece[], index: number): number => {
  const next = pieces[index + 1]
  return next?.kind === 'cue' ? (next.times.startMs ?? 0) : 0
}

const reasonOf = ({ cues, untimed, leftOut }: Read): string => {
  const [line] = [...leftOut, ...untimed].toSorted((a, b) => a - b)
  const what = line !== undefined && untimed.includes(line) ? 'has no readable cue times' : 'is neither a cue nor a note'
  return `line ${line} ${what}${cues + leftOut.length > 1 ? `, and so for most of the file` : ''}`
}

const notesOf = ({ untimed, leftOut }: Read, all: number): readonly TranscriptNote[] => [
  ...(leftOut.length === 0
    ? []
    : [{ code: 'unreadable-text' as const, text: `${leftOut.length} of ${all} cues could not be read: ${counted('line', leftOut)}` }]),
  ...(untimed.length === 0
    ? []
    : [
        {
          code: 'doubtful-times' as const,
          text: `${untimed.length} of ${all} cues had no readable time and stand between their neighbours: ${counted('line', untimed)}`,
        },
      ]),
]
