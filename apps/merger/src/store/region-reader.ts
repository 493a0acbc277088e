import type { Queryable } from '@hansard/shared/postgres/postgres'
import { pairKey, type Pair } from '../decide/pairs.ts'
import type { RegionReader } from '../decide/region.ts'
import type { Profile } from '../score/profile.ts'

interface PlaceRow {
  readonly profile: Profile
  readonly meeting_id: string | null
}

export const regionReader = (on: Queryable): RegionReader => ({
  pairsOf: (transcriptIds) =>
    on.query<Pair>(
      // What a person said comes last and stands.
      `SELECT a, b, score, joins FROM (
         SELECT a, b, score, joins, 0 AS said FROM meetings.pairs WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])
         UNION ALL SELECT a, b, 1, true, 1 FROM meetings.joins WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])) AS known
       ORDER BY said, a, b`,
      [transcriptIds],
    ),
  async placesOf(transcriptIds) {
    const rows = await on.query<PlaceRow>(
      'SELECT profile, meeting_id FROM meetings.transcripts WHERE transcript_id = ANY ($1::uuid[]) ORDER BY transcript_id',
      [transcriptIds],
    )
    return rows.map((row) => ({ profile: row.profile, meetingId: row.meeting_id }))
  },
  async membersOf(meetingIds) {
    const rows = await on.query<{ readonly transcript_id: string }>(
      'SELECT transcript_id FROM meetings.transcripts WHERE meeting_id = ANY ($1::uuid[]) ORDER BY transcript_id',
      [meetingIds],
    )
    return rows.map((row) => row.transcript_id)
  },
  async separationsOf(transcriptIds) {
    const rows = await on.query<{ readonly a: string; readonly b: string }>(
      'SELECT a, b FROM meetings.separations WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])',
      [transcriptIds],
    )
    return rows.map(({ a, b }) => pairKey(a, b))
  },
  async revisionsOf(meetingIds) {
    const rows = await on.query<{ readonly meeting_id: string; readonly revision: number }>(
      'SELECT meeting_id, revision FROM meetings.meetings WHERE meeting_id = ANY ($1::uuid[])',
      [meetingIds],
    )
    return new Map(rows.map((row) => [row.meeting_id, row.revision]))
  },
})
