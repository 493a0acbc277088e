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
const rowsPerInsert = 50_000
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
    await fill(postgres, workspaceId, transcripts, signal)
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

/** Manners of speaking whose hashes are small enough for every sketch they are said in; each transcript has about three of them. */
const common = Array.from({ length: 8 }, (_, index) => index - 2 ** 31)

/** Half an hour somewhere in the day, with a sketch of its own that shares one or two numbers with many others by chance. */
const profileAt = (workspaceId: string, seed: number): Profile => {
  const startsAt = day + Math.floor(((seed * 0.618) % 1) * dayMs)
  const own = Array.from({ length: sketchSize }, () => Math.floor(Math.random() * 2 ** 32 - 2 ** 31))
  const sketch = [...common.filter(() => Math.random() < 3 / common.length), ...own].slice(0, sketchSize)
  return { ...heard, transcriptId: randomUUID(), revisionId: randomUUID(), workspaceId, startsAt, endsAt: startsAt + 1_800_000, sketch }
}

/** Of a sketch's row: which number, and in which transcript. Sorted, so that the index grows at its end: at random places it would take an hour. */
const rowsOf = (profiles: readonly Pick<Profile, 'sketch'>[]): Float64Array =>
  Float64Array.from(profiles.flatMap(({ sketch }, index) => [...new Set(sketch)].map((hash) => (hash + 2 ** 31) * most + index))).toSorted()
const most = 2 ** 20

const fill = async (postgres: Postgres, workspaceId: string, count: number, signal: AbortSignal): Promise<void> => {
  const transcripts: Pick<Profile, 'transcriptId' | 'startsAt' | 'sketch'>[] = []
  while (transcripts.length < count) {
    signal.throwIfAborted()
    const next = Math.min(perInsert, count - transcripts.length)
    const profiles = Array.from({ length: next }, () => profileAt(workspaceId, Math.random() * 1e6))
    await insertTranscripts(postgres, workspaceId, profiles)
    transcripts.push(...profiles.map(({ transcriptId, startsAt, sketch }) => ({ transcriptId, startsAt, sketch })))
  }
  const rows = rowsOf(transcripts)
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    signal.throwIfAborted()
    const some = [...rows.subarray(from, from + rowsPerInsert)]
    const owners = some.map((row) => transcripts[row % most])
    await postgres.query(
      'INSERT INTO meetings.sketches (workspace_id, hash, starts_ms, transcript_id) SELECT $1, * FROM unnest($2::integer[], $3::bigint[], $4::uuid[])',
      [
        workspaceId,
        some.map((row) => Math.floor(row / most) - 2 ** 31),
        owners.map((owner) => owner?.startsAt),
        owners.map((owner) => owner?.transcriptId),
      ],
    )
  }
}

const insertTranscripts = async (postgres: Postgres, workspaceId: string, profiles: readonly Profile[]): Promise<void> => {
  const column = <T>(pick: (profile: Profile) => T) => profiles.map(pick)
  await postgres.transaction(async (on) => {
    on.send(
      `INSERT INTO meetings.transcript_revisions (revision_id, transcript_id, workspace_id, document)
       SELECT revision, transcript, $3, '{}' FROM unnest($1::uuid[], $2::uuid[]) AS given (revision, transcript)`,
      [column(({ revisionId }) => revisionId), column(({ transcriptId }) => transcriptId), workspaceId],
    )
    on.send(
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
  })
}
