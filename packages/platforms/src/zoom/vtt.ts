import { labelled, type Line } from './speaker-labels.ts'
import { cueLines } from './cue-text.ts'

/** A stretch of speech; times in milliseconds from the start of the recording. */
export interface Cue {
  readonly startMs: number
  readonly endMs: number
  readonly speaker: string | null
  readonly text: string
}

export type Vtt = { readonly kind: 'cues'; readonly cues: readonly Cue[] } | { readonly kind: 'rubbish'; readonly reason: string }

const arrow = '-->'

/**
 * Reads WebVTT as Zoom writes it (https://www.w3.org/TR/webvtt1/ with the speaker as `Name: text`) and as the standard marks speakers
 * (`<v Name>`). Takes CRLF, LF and CR, a byte order mark, cues with and without identifiers, text over several lines, any number of hours.
 * Stricter than browsers, which skip what they cannot read: a block that is neither cue, note nor style makes the file rubbish, because
 * leaving it out would lose words unseen. Never throws; linear in the text's length.
 */
export const parseVtt = (text: string): Vtt => {
  const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r\n|\n|\r/)
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return { kind: 'rubbish', reason: 'it does not begin with WEBVTT' }
  const found: Line[] = []
  for (const { number, block } of blocksAfterHeader(lines)) {
    if (/^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(block[0] ?? '')) continue
    const fault = readBlock(block, number, found)
    if (fault !== undefined) return { kind: 'rubbish', reason: fault }
  }
  return { kind: 'cues', cues: labelled(found) }
}

interface Block {
  /** Of its first line, from 1. */
  readonly number: number
  readonly block: readonly string[]
}

/** What stands between blank lines. The header ends at the first of them, or where a cue begins without one. */
const blocksAfterHeader = (lines: readonly string[]): readonly Block[] => {
  const blocks: Block[] = []
  let block: string[] = []
  for (const [index, line] of [...lines, ''].entries()) {
    if (line.trim() !== '') block.push(line)
    else if (block.length > 0) {
      blocks.push({ number: index - block.length + 1, block })
      block = []
    }
  }
  const [header, ...rest] = blocks
  const cueInHeader = header?.block.findIndex((line) => line.includes(arrow)) ?? -1
  return header === undefined || cueInHeader < 1 ? rest : [{ number: cueInHeader + 1, block: header.block.slice(cueInHeader) }, ...rest]
}

/** Adds the block's cues (a line with times begins another one even without a blank line before it), or says what is wrong. */
const readBlock = (block: readonly string[], number: number, found: Line[]): string | undefined => {
  const starts = block.flatMap((line, index) => (line.includes(arrow) ? [index] : []))
  if (starts[0] !== 0 && starts[0] !== 1) return `line ${number} is neither a cue nor a note`
  for (const [index, start] of starts.entries()) {
    const times = cueTimes(block[start] ?? '')
    if (times === undefined) return `line ${number + start} has no readable cue times`
    found.push(...cueLines(block.slice(start + 1, starts[index + 1]), times))
  }
  return undefined
}

const cueTimes = (line: string): { startMs: number; endMs: number } | undefined => {
  const [left = '', right = ''] = line.split(arrow)
  const startMs = timestamp(left.trim())
  const endMs = timestamp(right.trim().split(/\s/, 1)[0] ?? '')
  return startMs === undefined || endMs === undefined ? undefined : { startMs, endMs: Math.max(startMs, endMs) }
}

/** `(H…H:)MM:SS.mmm` in milliseconds. */
const timestamp = (text: string): number | undefined => {
  const match = /^(?:(\d{1,6}):)?([0-5]\d):([0-5]\d)[.,](\d{3})$/.exec(text)
  if (match === null) return undefined
  const [, hours = '0', minutes, seconds, millis] = match
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(millis)
}
