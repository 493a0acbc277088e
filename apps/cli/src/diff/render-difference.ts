import type { MergedSegment, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { compareRevisions } from '@hansard/shared/meetings/compare-revisions'
import { oneLine } from '@hansard/shared/printable'
import { indented, type Style } from '../where/lines.ts'

/** A moment of a meeting: 1:02:03. */
export const clockTime = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${hours === 0 ? '' : `${hours}:`}${hours === 0 ? minutes : two(minutes)}:${two(seconds % 60)}`
}

const spoken = ({ startMs, speaker, text }: MergedSegment): string => oneLine(`${clockTime(startMs)} ${speaker ?? 'somebody'}: ${text}`)

/** The difference between two revisions, in lines of at most `columns`: - what was, + what is, ordered by time. */
export const renderDifference = (before: MergedTranscript, after: MergedTranscript, style: Style): readonly string[] => {
  const { added, removed, changed, fields } = compareRevisions(before, after)
  const { green, red, dim } = style.colours
  const marked = (sign: string, colour: (text: string) => string, segment: MergedSegment): readonly string[] =>
    indented(`${sign} ${spoken(segment)}`, 2, style).map(colour)
  const parts = [
    ...removed.map((segment) => ({ ms: segment.startMs, lines: marked('-', red, segment) })),
    ...added.map((segment) => ({ ms: segment.startMs, lines: marked('+', green, segment) })),
    ...changed.map((pair) => ({ ms: pair.after.startMs, lines: [...marked('-', red, pair.before), ...marked('+', green, pair.after)] })),
  ]
  const counts = `${added.length} segments added, ${removed.length} removed, ${changed.length} changed`
  return [
    `Meeting ${after.meetingId}, revision ${before.revision} → ${after.revision}`,
    ...indented(`${after.change.kind}: ${after.change.reason}`, 2, style).map(dim),
    `  ${counts}${fields.length === 0 ? '' : `; also different: ${fields.join(', ')}`}`,
    ...parts.toSorted((x, y) => x.ms - y.ms).flatMap(({ lines }) => lines),
  ]
}
