import { heardLines, type Heard } from '../score/align.ts'
import { speechEnd, type Line } from '../score/lines.ts'
import { lowerBound } from '../score/numbers.ts'
import { onClockOf, type Piece } from '../score/pieces.ts'

/** A source's line on the meeting's clock. */
export interface MeetingLine extends Line {
  /** Which source, by rank. */
  readonly source: number
}

/** A source's lines on the meeting's clock; they keep their order also where the clock jumps back. */
export const onMeetingClock = (lines: readonly Line[], source: number, pieces: readonly Piece[]): readonly MeetingLine[] => {
  let latest = Number.NEGATIVE_INFINITY
  return lines.map((line) => {
    const startMs = Math.max(latest, onClockOf(pieces, line.startMs))
    latest = startMs
    return { ...line, source, startMs, endMs: startMs + line.endMs - line.startMs }
  })
}

export const inOrder = (lines: readonly MeetingLine[]): readonly MeetingLine[] =>
  lines.toSorted((x, y) => x.startMs - y.startMs || x.source - y.source || x.index - y.index)

/** The transcript as far as it is put together, ready to be compared with the next source. */
export interface Kept {
  readonly lines: readonly MeetingLine[]
  readonly heard: Heard
  /** Milliseconds of an interval during which somebody speaks. */
  spokenWithin(fromMs: number, toMs: number): number
}

/** @param known what these lines say, where that is known already: they are one source's, on its own clock. */
export const keptOf = (unordered: readonly MeetingLine[], known?: Heard): Kept => {
  const lines = inOrder(unordered)
  const starts: number[] = []
  const ends: number[] = []
  for (const line of lines) {
    const end = speechEnd(line)
    const last = ends.length - 1
    if (last >= 0 && line.startMs <= (ends[last] as number)) ends[last] = Math.max(ends[last] as number, end)
    else {
      starts.push(line.startMs)
      ends.push(end)
    }
  }
  // By place, how long the intervals before it are together: what lies between two moments takes no walk from one to the other.
  const before = [0]
  for (let place = 0; place < starts.length; place++)
    before.push((before[place] as number) + (ends[place] as number) - (starts[place] as number))
  const spokenWithin = (fromMs: number, toMs: number): number => {
    const [first, behind] = [lowerBound(ends, fromMs), lowerBound(starts, toMs)]
    if (behind <= first) return 0
    const [start, end] = [starts[first] as number, ends[behind - 1] as number]
    return (before[behind] as number) - (before[first] as number) - Math.max(0, fromMs - start) - Math.max(0, end - toMs)
  }
  return { lines, heard: known ?? heardLines(lines), spokenWithin }
}
