import type { Command } from 'commander'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { spoken } from '../terminal/duration.ts'
import { oneLine } from '@hansard/shared/printable'
import { coloured, indented, time, type Style } from '../where/lines.ts'
import { positive } from './positive.ts'

/** A meeting whose transcript did not come in time, and what became of the newest delivery that told of it. */
export interface OverdueTranscript {
  readonly transcriptId: string
  readonly workspace: string | null
  readonly platform: string
  readonly externalId: string
  readonly announcedAt: Date
  readonly dueAt: Date
  readonly webhookEventId: string | null
  readonly status: string | null
  readonly reason: string | null
}

/** `overdue`: the transcripts that have not come. */
export const addOverdueCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('overdue')
    .summary('list the meetings whose transcript has not come')
    .description('list the meetings whose transcript has not come in the time its platform takes; the newest first. Times are UTC')
    .option('--json', 'for programs')
    .option('--limit <transcripts>', 'list so many', positive, 20)
    .action((options: { readonly json?: true; readonly limit: number }) =>
      withPostgres(env, async (postgres) => {
        const { total, transcripts } = await overdueTranscripts(postgres, options.limit)
        if (options.json) return terminal.print(JSON.stringify(transcripts, undefined, 2))
        if (total === 0) return terminal.print('No transcript is overdue.')
        const now = new Date()
        const sections = transcripts.map((transcript) => renderOverdue(transcript, terminal, now).join('\n'))
        terminal.print(`${total === 1 ? '1 transcript is' : `${total} transcripts are`} overdue.\n\n${sections.join('\n\n')}`)
        if (total > transcripts.length) terminal.remark(`\n${total - transcripts.length} older ones are not shown; --limit shows more.`)
      }),
    )
}

/** The newest `limit` of them, and how many there are. */
export const overdueTranscripts = async (
  postgres: Queryable,
  limit: number,
): Promise<{ readonly total: number; readonly transcripts: readonly OverdueTranscript[] }> => {
  const transcripts = await postgres.query<OverdueTranscript>(
    `SELECT overdue.transcript_id AS "transcriptId", workspace.name AS workspace, overdue.platform, overdue.external_id AS "externalId",
       overdue.announced_at AS "announcedAt", overdue.due_at AS "dueAt", overdue.webhook_event_id AS "webhookEventId", overdue.status, overdue.reason
     FROM mcp.overdue_transcripts AS overdue LEFT JOIN core.workspaces AS workspace ON workspace.id = overdue.workspace_id
     ORDER BY overdue.overdue_at DESC, overdue.due_at DESC, overdue.transcript_id LIMIT $1`,
    [limit],
  )
  const [counted] = await postgres.query<{ readonly total: number }>(
    `SELECT count(*)::integer AS total FROM mcp.expected_transcripts
     WHERE overdue_at IS NOT NULL AND transcript_at IS NULL AND none_at IS NULL`,
  )
  return { total: counted?.total ?? 0, transcripts }
}

/** In lines of at most `columns`. */
export const renderOverdue = (overdue: OverdueTranscript, style: Style, now: Date): readonly string[] => {
  const { platform, workspace, externalId, announcedAt, dueAt, status, reason, transcriptId, webhookEventId } = overdue
  const ended = [status, reason].filter((part) => part !== null).join(': ')
  return [
    ...indented(`${platform} ${externalId}${workspace === null ? '' : `, of ${workspace}`}`, 0, style),
    ...indented(`announced ${time(announcedAt)}, due by ${time(dueAt)}: ${spoken(now.getTime() - dueAt.getTime())} ago`, 2, style),
    ...indented(ended, 2, style).map((line) => (status === null ? line : coloured(status, line, style.colours))),
    `  npm run hansard -- where ${oneLine(webhookEventId ?? transcriptId)}`,
  ]
}
