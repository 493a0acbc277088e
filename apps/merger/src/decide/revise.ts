import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { compareRevisions } from '@hansard/shared/meetings/compare-revisions'
import { merge, type Merged } from '../merge/merge.ts'
import type { Meetings } from './meetings.ts'
import type { Change } from './plan.ts'
import type { Region } from './region.ts'

/** Who or what brought a change about. */
export interface Author {
  readonly inputId: string
  readonly workspaceId: string
  /** The delivery, or null when a person did it. */
  readonly webhookEventId: string | null
  readonly by: string | null
  /** Epoch milliseconds: when the delivery or command was received. */
  readonly at: number
  /** Why, where a person said so. */
  readonly why: string | null
}

const nothing: Merged = {
  title: null,
  startedAt: null,
  durationMs: null,
  participants: [],
  sources: [],
  segments: [],
  quality: null,
  speakers: [],
}

/** Makes the changes' revisions from their sources and adds them to the meetings. */
export const revise = async (
  meetings: Meetings,
  { region, changes, author }: { readonly region: Region; readonly changes: readonly Change[]; readonly author: Author },
): Promise<readonly MergedTranscript[]> => {
  const members = [...new Set(changes.flatMap((change) => change.members))]
  const [prepared, names, newest] = await Promise.all([
    meetings.prepared(members.flatMap((id) => region.places.get(id)?.profile ?? [])),
    meetings.speakerNames(members),
    meetings.newestRevisions(changes.filter(({ revision }) => revision > 1).map(({ meetingId }) => meetingId)),
  ])
  const sources = new Map(prepared.map((each) => [each.profile.transcriptId, each]))
  const before = new Map(newest.map((each) => [each.meetingId, each]))
  const outputs = changes.map((change): MergedTranscript => {
    const parts = change.members.flatMap((id) => sources.get(id) ?? [])
    const merged = change.kind === 'withdrawn' ? nothing : merge(parts, names)
    return withDifference(before.get(change.meetingId), {
      meetingId: change.meetingId,
      revision: change.revision,
      workspaceId: author.workspaceId,
      status: change.kind === 'withdrawn' ? 'withdrawn' : 'active',
      change: {
        kind: change.kind,
        reason: reasonOf(change, merged, author),
        webhookEventId: author.webhookEventId,
        by: author.by,
        otherMeetingId: change.otherMeetingId,
        ...noDifference,
      },
      ...merged,
      revisedAt: author.at,
    })
  })
  for (const output of outputs) meetings.addRevision(output, author.inputId)
  return outputs
}

const noDifference = { segmentsAdded: 0, segmentsRemoved: 0, segmentsChanged: 0, fields: [] } as const

/** Says in the revision what it changed in the one before. */
const withDifference = (before: MergedTranscript | undefined, after: MergedTranscript): MergedTranscript => {
  if (before === undefined) return { ...after, change: { ...after.change, segmentsAdded: after.segments.length } }
  const { added, removed, changed, fields } = compareRevisions(before, after)
  const counts = { segmentsAdded: added.length, segmentsRemoved: removed.length, segmentsChanged: changed.length, fields }
  return { ...after, change: { ...after.change, ...counts } }
}

const reasonOf = (change: Change, merged: Merged, { by, why }: Author): string => {
  const names = (ids: readonly string[]): string => {
    const platforms = merged.sources.filter(({ transcriptId }) => ids.includes(transcriptId)).map(({ platform }) => platform)
    return `${platforms.join(' and ')} transcript${ids.length === 1 ? '' : 's'}`
  }
  const asked = by === null ? '' : `, asked for by ${by}: ${why ?? ''}`
  switch (change.kind) {
    case 'created':
      return `the ${names(change.members)} made a new meeting${asked}`
    case 'source-added':
      return `the ${names(change.gained)} heard this meeting too${asked}`
    case 'speakers-named':
      return `a speaker was named${asked}`
    case 'source-revised':
      return 'a source has a newer revision'
    case 'absorbed':
      return `took in the meeting ${change.otherMeetingId ?? ''}: both heard the same${asked}`
    case 'withdrawn':
      return `its transcripts now belong to the meeting ${change.otherMeetingId ?? ''}${asked}`
    case 'source-removed':
      return `${change.lost.length === 1 ? 'a transcript was' : `${change.lost.length} transcripts were`} taken out${asked}`
  }
}
