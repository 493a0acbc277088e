import type { MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import type { Transaction } from '@hansard/shared/postgres/postgres'
import type { Meetings } from '../decide/meetings.ts'
import { labelKey, ownKey } from '../merge/speaker-names.ts'

interface NameRow {
  readonly transcript_id: string | null
  readonly label: string
  readonly name: string
}

/** What people decided, each row with the command: who, when and why. */
export const personsDecisions = (
  on: Transaction,
  workspaceId: string,
): Pick<Meetings, 'separate' | 'join' | 'speakerNames' | 'nameSpeaker'> => ({
  separate(transcriptId, others, command) {
    replace(on, { from: 'joins', to: 'separations' }, transcriptId, others, command)
  },
  join(transcriptId, others, command) {
    replace(on, { from: 'separations', to: 'joins' }, transcriptId, others, command)
  },
  async speakerNames(transcriptIds) {
    const rows = await on.query<NameRow>(
      `SELECT transcript_id, label, name FROM meetings.speaker_names
       WHERE workspace_id = $1 AND (transcript_id IS NULL OR transcript_id = ANY ($2::uuid[]))`,
      [workspaceId, transcriptIds],
    )
    return new Map(rows.map(({ transcript_id: id, label, name }) => [id === null ? label : ownKey(id, label), name]))
  },
  nameSpeaker({ transcriptId, label, name }, command) {
    on.send(
      `INSERT INTO meetings.speaker_names (workspace_id, transcript_id, label, name, command) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (workspace_id, transcript_id, label) DO UPDATE SET name = $4, command = $5`,
      [workspaceId, transcriptId, labelKey(label), name, JSON.stringify(command)],
    )
  },
})

interface Tables {
  readonly from: 'joins' | 'separations'
  readonly to: 'joins' | 'separations'
}

/** The last word of a person stands: what was said before to the contrary goes. */
const replace = (on: Transaction, { from, to }: Tables, transcriptId: string, others: readonly string[], command: MeetingCommand): void => {
  const pairs = `SELECT least($1::uuid, other) AS a, greatest($1::uuid, other) AS b FROM unnest($2::uuid[]) AS other`
  on.send(`DELETE FROM meetings.${from} USING (${pairs}) AS pair WHERE ${from}.a = pair.a AND ${from}.b = pair.b`, [transcriptId, others])
  on.send(
    `INSERT INTO meetings.${to} (a, b, command) SELECT a, b, $3::json FROM (${pairs}) AS pair
     ON CONFLICT (a, b) DO UPDATE SET command = excluded.command`,
    [transcriptId, others, JSON.stringify(command)],
  )
}
