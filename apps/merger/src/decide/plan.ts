import { uuidV5 } from '@hansard/shared/ids'
import { partition } from './partition.ts'
import type { Region } from './region.ts'

export type ChangeKind = 'created' | 'source-added' | 'source-revised' | 'absorbed' | 'withdrawn' | 'source-removed' | 'speakers-named'

/** What becomes of one meeting. */
export interface Change {
  readonly meetingId: string
  readonly revision: number
  readonly kind: ChangeKind
  /** Transcript ids, sorted; empty when withdrawn. */
  readonly members: readonly string[]
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly otherMeetingId: string | null
}

/** What set the change off. */
export interface Cause {
  /** The revision's or the command's id: new meetings get their ids from it. */
  readonly inputId: string
  readonly transcriptId: string
  /** Why its meeting changes also where nobody comes or goes: the transcript's words are new, or who speaks. */
  readonly revised: 'source-revised' | 'speakers-named' | null
}

interface Claim {
  readonly group: readonly string[]
  readonly meetingId: string
  readonly shared: number
}

/** The changes that bring the meetings of a region to what its transcripts say, in order of meeting ids. Pure. */
export const plan = (region: Region, cause: Cause): readonly Change[] => {
  const profiles = new Map([...region.places].map(([id, { profile }]) => [id, profile]))
  const groups = partition(profiles, region.pairs, region.separated)
  const before = membersByMeeting(region)
  const keeps = keepIds(groups, before, cause)
  const idOf = new Map(groups.map((group) => [group, keeps.get(group) ?? uuidV5('meeting', cause.inputId, group[0] ?? '')]))
  const now = new Map(groups.flatMap((group) => group.map((id) => [id, idOf.get(group) ?? ''] as const)))
  const withdrawn = [...before.keys()].filter((meetingId) => ![...keeps.values()].includes(meetingId))
  const changes = groups.flatMap((group): readonly Change[] => {
    const meetingId = idOf.get(group) ?? ''
    const change = changeOf(group, before.get(meetingId), withdrawn, region, cause)
    return change === undefined ? [] : [{ ...change, meetingId, revision: (region.revisions.get(meetingId) ?? 0) + 1, members: group }]
  })
  const endings = withdrawn.map((meetingId): Change => {
    const members = before.get(meetingId) ?? []
    return {
      meetingId,
      revision: (region.revisions.get(meetingId) ?? 0) + 1,
      kind: 'withdrawn',
      members: [],
      gained: [],
      lost: members,
      otherMeetingId: mostOften(members.map((id) => now.get(id) ?? '')),
    }
  })
  return [...changes, ...endings].toSorted((x, y) => (x.meetingId < y.meetingId ? -1 : 1))
}

const membersByMeeting = ({ places }: Region): ReadonlyMap<string, readonly string[]> => {
  const members = new Map<string, string[]>()
  for (const [id, { meetingId }] of places) {
    if (meetingId === null) continue
    const own = members.get(meetingId) ?? []
    own.push(id)
    members.set(meetingId, own)
  }
  return members
}

/**
 * Which group goes on as which meeting: the one that shares most transcripts with it; of equal ones the group without the transcript that
 * set the change off, so that what moves is what changed; then the smaller id.
 */
const keepIds = (
  groups: readonly (readonly string[])[],
  before: ReadonlyMap<string, readonly string[]>,
  { transcriptId }: Cause,
): ReadonlyMap<readonly string[], string> => {
  const claims = groups.flatMap((group) =>
    [...before].flatMap(([meetingId, members]): readonly Claim[] => {
      const shared = members.filter((id) => group.includes(id)).length
      return shared === 0 ? [] : [{ group, meetingId, shared }]
    }),
  )
  const moved = ({ group }: Claim): number => (group.includes(transcriptId) ? 1 : 0)
  const keeps = new Map<readonly string[], string>()
  const taken = new Set<string>()
  for (const claim of claims.toSorted(
    (x, y) => y.shared - x.shared || moved(x) - moved(y) || (x.meetingId + (x.group[0] ?? '') < y.meetingId + (y.group[0] ?? '') ? -1 : 1),
  )) {
    if (keeps.has(claim.group) || taken.has(claim.meetingId)) continue
    keeps.set(claim.group, claim.meetingId)
    taken.add(claim.meetingId)
  }
  return keeps
}

const changeOf = (
  group: readonly string[],
  before: readonly string[] | undefined,
  withdrawn: readonly string[],
  { places }: Region,
  { transcriptId, revised }: Cause,
): Omit<Change, 'meetingId' | 'revision' | 'members'> | undefined => {
  if (before === undefined) return { kind: 'created', gained: group, lost: [], otherMeetingId: null }
  const gained = group.filter((id) => !before.includes(id))
  const lost = before.filter((id) => !group.includes(id))
  const from = gained.flatMap((id) => places.get(id)?.meetingId ?? [])
  const absorbed = from.filter((meetingId) => withdrawn.includes(meetingId)).toSorted()[0]
  if (absorbed !== undefined) return { kind: 'absorbed', gained, lost, otherMeetingId: absorbed }
  if (gained.length > 0) return { kind: 'source-added', gained, lost, otherMeetingId: null }
  if (lost.length > 0) return { kind: 'source-removed', gained, lost, otherMeetingId: null }
  return revised !== null && group.includes(transcriptId) ? { kind: revised, gained, lost, otherMeetingId: null } : undefined
}

const mostOften = (ids: readonly string[]): string | null => {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].toSorted(([p, x], [q, y]) => y - x || (p < q ? -1 : 1))[0]?.[0] ?? null
}
