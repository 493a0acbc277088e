import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { MeetingStore, Meetings, Settled } from '../decide/meetings.ts'
import { pairKey, type Pair } from '../decide/pairs.ts'
import { labelKey, ownKey, type SpeakerCorrection } from '../merge/speaker-names.ts'
import type { RevisionOrder } from '../decide/revision-order.ts'
import type { Prepared, Profile } from '../score/profile.ts'

interface Row {
  readonly profile: Profile
  readonly order: RevisionOrder
  readonly meetingId: string | null
}

export interface MemoryMeetings extends MeetingStore {
  /** The newest revision of every meeting that is active, in order of their first sources. */
  active(): readonly MergedTranscript[]
  all(): readonly MergedTranscript[]
}

/** The meetings of one workspace in memory: what the decisions are tested over; held to the same contract as the store. */
export const createMemoryMeetings = (): MemoryMeetings => {
  const inbox = new Map<string, Settled>()
  const revisions = new Map<string, Prepared>()
  const rows = new Map<string, Row>()
  const separations = new Set<string>()
  const joins = new Map<string, Pair>()
  const names = new Map<string, SpeakerCorrection>()
  const published: MergedTranscript[] = []
  let pairs: readonly Pair[] = []

  const meetings: Meetings = {
    settled: async (inputId) => inbox.get(inputId),
    newest: async (transcriptId) => rows.get(transcriptId),
    candidates: async ({ transcriptId }) =>
      [...rows.values()].map(({ profile }) => profile).filter((each) => each.transcriptId !== transcriptId),
    prepared: async (profiles) => profiles.flatMap(({ revisionId }) => revisions.get(revisionId) ?? []),
    pairsOf: async (ids) => [...pairs, ...joins.values()].filter(({ a, b }) => ids.includes(a) || ids.includes(b)),
    placesOf: async (ids) => ids.flatMap((id) => rows.get(id) ?? []),
    membersOf: async (ids) => [...rows].flatMap(([id, { meetingId }]) => (meetingId !== null && ids.includes(meetingId) ? [id] : [])),
    separationsOf: async () => [...separations],
    revisionsOf: async (ids) =>
      new Map(published.filter(({ meetingId }) => ids.includes(meetingId)).map((each) => [each.meetingId, each.revision])),
    keepRevision(revision) {
      revisions.set(revision.profile.revisionId, revision)
    },
    setNewest(profile, order) {
      rows.set(profile.transcriptId, { profile, order, meetingId: rows.get(profile.transcriptId)?.meetingId ?? null })
    },
    replacePairs(id, own) {
      pairs = [...pairs.filter(({ a, b }) => a !== id && b !== id), ...own]
    },
    separate(id, others) {
      for (const other of others) {
        separations.add(pairKey(id, other))
        joins.delete(pairKey(id, other))
      }
    },
    join(id, others) {
      for (const other of others) {
        separations.delete(pairKey(id, other))
        const [a, b] = id < other ? [id, other] : [other, id]
        joins.set(pairKey(id, other), { a, b, score: 1, joins: true })
      }
    },
    speakerNames: async (ids) =>
      new Map(
        [...names.values()].flatMap(({ transcriptId, label, name }) =>
          transcriptId === null ? [[labelKey(label), name]] : ids.includes(transcriptId) ? [[ownKey(transcriptId, label), name]] : [],
        ),
      ),
    nameSpeaker(correction) {
      names.set(`${correction.transcriptId ?? ''} ${labelKey(correction.label)}`, correction)
    },
    newestRevisions: async (ids) => ids.flatMap((id) => published.findLast(({ meetingId }) => meetingId === id) ?? []),
    addRevision(merged) {
      published.push(merged)
      for (const { transcriptId } of merged.sources) {
        const row = rows.get(transcriptId)
        if (row !== undefined) rows.set(transcriptId, { ...row, meetingId: merged.meetingId })
      }
    },
    settle(inputId, settled) {
      inbox.set(inputId, settled)
    },
  }
  const newestRevisions = (): readonly MergedTranscript[] => [...new Map(published.map((each) => [each.meetingId, each])).values()]
  const firstSource = ({ sources }: MergedTranscript): string => sources.map(({ transcriptId }) => transcriptId).toSorted()[0] ?? ''
  return {
    within: (_, work) => work(meetings),
    active: () =>
      newestRevisions()
        .filter(({ status }) => status === 'active')
        .toSorted((x, y) => (firstSource(x) < firstSource(y) ? -1 : 1)),
    all: () => published,
  }
}
