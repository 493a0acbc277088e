import { randomUUID } from 'node:crypto'
import { prepare, type Profile } from '@hansard/merger/score/profile'
import { candidates } from '@hansard/merger/store/candidates'
import { conversation } from '@hansard/merger/test/conversation'
import { transcribe } from '@hansard/merger/test/recogniser'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { quantile } from '../measure/spread.ts'
import type { Around } from './part.ts'

export interface CandidatesRun {
  /** In one workspace, within 24 hours. */
  readonly transcripts: number
  readonly p50: number
  readonly p99: number
}

const dayMs = 24 * 3_600_000
const day = Date.UTC(2026, 8, 14)
const sketchSize = 128
const perInsert = 2_000
const asked = 300

/** Finding what a transcript must be compared with, among ever more transcripts of the same workspace and day. */
export const measureCandidates = async (
  postgres: Postgres,
  counts: readonly number[],
  { progress, signal }: Pick<Around, 'progress' | 'signal'>,
): Promise<readonly CandidatesRun[]> => {
  const runs: CandidatesRun[] = []
  for (const transcripts of counts) {
    const workspaceId = randomUUID()
    for (let from = 0; from < transcripts; from += perInsert) {
      signal.throwIfAborted()
      await insert(postgres, workspaceId, Math.min(perInsert, transcripts - from))
    }
    await postgres.query('ANALYZE meetings.transcripts, meetings.sketches')
    const times: number[] = []
    for (let n = 0; n < asked; n++) {
      const profile = profileAt(workspaceId, n)
      const begin = performance.now()
      await candidates(postgres, profile)
      times.push(performance.now() - begin)
    }
    const run = { transcripts, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
    progress(`candidates among ${transcripts}: p50 ${run.p50.toFixed(1)} ms, p99 ${run.p99.toFixed(1)} ms`)
    runs.push(run)
  }
  return runs
}

const heard = prepare(transcribe(conversation({ seed: 1, minutes: 10 }), { seed: 1, platform: 'zoom' })).profile

/** Half an hour somewhere in the day, with a sketch of its own that shares a number with some others by chance. */
const profileAt = (workspaceId: string, seed: number): Profile => {
  const startsAt = day + Math.floor(((seed * 0.618) % 1) * dayMs)
  const sketch = Array.from({ length: sketchSize }, () => Math.floor(Math.random() * 2 ** 32 - 2 ** 31))
  return { ...heard, transcriptId: randomUUID(), revisionId: randomUUID(), workspaceId, startsAt, endsAt: startsAt + 1_800_000, sketch }
}

const insert = async (postgres: Postgres, workspaceId: string, count: number): Promise<void> => {
  const profiles = Array.from({ length: count }, () => profileAt(workspaceId, Math.random() * 1e6))
  const column = <T>(pick: (profile: Profile) => T) => profiles.map(pick)
  await postgres.transaction(async (on) => {
    await on.query(
      `INSERT INTO meetings.transcript_revisions (revision_id, transcript_id, workspace_id, document)
       SELECT revision, transcript, $3, '{}' FROM unnest($1::uuid[], $2::uuid[]) AS given (revision, transcript)`,
      [column(({ revisionId }) => revisionId), column(({ transcriptId }) => transcriptId), workspaceId],
    )
    await on.query(
      `INSERT INTO meetings.transcripts (transcript_id, workspace_id, revision_id, updated_ms, received_ms, starts_ms, ends_ms, clock_known, profile)
       SELECT transcript, $3, revision, 0, 0, starts, ends, true, profile
       FROM unnest($1::uuid[], $2::uuid[], $4::bigint[], $5::bigint[], $6::json[]) AS given (transcript, revision, starts, ends, profile)`,
      [
        column(({ transcriptId }) => transcriptId),
        column(({ revisionId }) => revisionId),
        workspaceId,
        column(({ startsAt }) => startsAt),
        column(({ endsAt }) => endsAt),
        column((profile) => JSON.stringify(profile)),
      ],
    )
    await on.query(
      `INSERT INTO meetings.sketches (workspace_id, hash, starts_ms, transcript_id)
       SELECT $1, hash, starts_ms, transcript_id FROM meetings.transcripts,
         LATERAL (SELECT DISTINCT value::text::integer AS hash FROM json_array_elements(profile -> 'sketch')) AS sketch
       WHERE transcript_id = ANY ($2::uuid[])`,
      [workspaceId, column(({ transcriptId }) => transcriptId)],
    )
  })
}
