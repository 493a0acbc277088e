import { cueTimesOf, isTimesLine, isTimesLineAlmost, type CueTimes } from './clock.ts'

/** A piece of a subtitle file, in the order of the file. `line` counts from 1. */
export type Piece =
  | { readonly kind: 'cue'; readonly line: number; readonly times: CueTimes; readonly payload: string[] }
  /** Text that stands after a blank line and belongs to no cue of its own. */
  | { readonly kind: 'stray'; readonly line: number; readonly payload: string[] }

/**
 * Takes a subtitle file apart. As in the parsing algorithm of WebVTT (https://www.w3.org/TR/webvtt1/#file-parsing) a line of times begins
 * a cue, whatever stands before it, and a line right before it is its identifier, also one that begins with NOTE. Unlike there, nothing
 * else is thrown away: text may follow a blank line, and an arrow in it is text.
 *
 * @param lines of the whole file, or of what follows the heading
 * @param first index of the first line that may belong to a cue
 */
export const piecesOf = (lines: readonly string[], first: number): readonly Piece[] => {
  const isTimes = timesLines(lines, first)
  const pieces: Piece[] = []
  let skipping = false
  for (let index = first; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const afterBlank = index === first || isBlank(lines[index - 1])
    const current = pieces.at(-1)
    if (isTimes[index] === true) {
      pieces.push({ kind: 'cue', line: index + 1, times: cueTimesOf(line), payload: [] })
      skipping = false
    } else if (isBlank(line)) skipping = false
    else if (isTimes[index + 1] === true && (afterBlank || /^\s*\d{1,9}\s*$/.test(line))) continue
    else if (skipping) continue
    else if (afterBlank && isAside(line, current)) skipping = true
    else if (current !== undefined && (current.payload.length === 0 || !afterBlank)) current.payload.push(line)
    else pieces.push({ kind: 'stray', line: index + 1, payload: [line] })
  }
  return pieces
}

const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === ''

/** A comment; or, as long as there is no cue, how to show the cues. */
const isAside = (line: string, before: Piece | undefined): boolean =>
  /^NOTE(?:[ \t]|$)/.test(line) || (before === undefined && /^(?:STYLE|REGION)[ \t]*$/.test(line))

/** Lines of times: as the format has them anywhere; those with a clock that cannot be read only where such a line may stand. */
const timesLines = (lines: readonly string[], first: number): readonly boolean[] => {
  const found: boolean[] = lines.slice(0, first).map(() => false)
  for (let index = first; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const begins = index === first || isBlank(lines[index - 1])
    const follows = !begins && found[index - 1] === false && (index - 1 === first || isBlank(lines[index - 2]))
    found.push(isTimesLine(line) || ((begins || follows) && isTimesLineAlmost(line)))
  }
  return found
}
