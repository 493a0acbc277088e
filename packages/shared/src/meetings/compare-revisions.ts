import type { MergedSegment, MergedTranscript } from '../contracts/contracts.generated.ts'

/** A segment of the same place of the same source that reads otherwise now. */
export interface ChangedSegment {
  readonly before: MergedSegment
  readonly after: MergedSegment
}

export interface RevisionDifference {
  readonly added: readonly MergedSegment[]
  readonly removed: readonly MergedSegment[]
  readonly changed: readonly ChangedSegment[]
  /** Of title, startedAt, participants, sources and status those that differ. */
  readonly fields: readonly string[]
}

const compared = ['status', 'title', 'startedAt', 'participants', 'sources'] as const

const placeOf = ({ transcriptId, segmentIndex }: MergedSegment): string => `${transcriptId} ${segmentIndex}`

const fieldOf = (transcript: MergedTranscript, field: (typeof compared)[number]): string =>
  JSON.stringify(
    field === 'sources'
      ? transcript.sources.map(({ transcriptId, revisionId }) => `${transcriptId} ${revisionId}`).toSorted()
      : transcript[field],
  )

/** What is different between two revisions of one meeting; segments are the same when they are of one place of one source. Linear. */
export const compareRevisions = (before: MergedTranscript, after: MergedTranscript): RevisionDifference => {
  const earlier = new Map(before.segments.map((segment) => [placeOf(segment), segment]))
  const later = new Set(after.segments.map(placeOf))
  return {
    added: after.segments.filter((segment) => !earlier.has(placeOf(segment))),
    removed: before.segments.filter((segment) => !later.has(placeOf(segment))),
    changed: after.segments.flatMap((segment) => {
      const was = earlier.get(placeOf(segment))
      return was === undefined || (was.text === segment.text && was.speaker === segment.speaker) ? [] : [{ before: was, after: segment }]
    }),
    fields: compared.filter((field) => fieldOf(before, field) !== fieldOf(after, field)),
  }
}
