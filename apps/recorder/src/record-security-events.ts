import type { SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { storableJson, storableText, storableTime, storableUuid } from './storable.ts'

/** Records events of security.events.v1 in one statement; one that is recorded already stays as it is. */
export const recordSecurityEvents = async (postgres: Queryable, events: readonly SecurityEvent[]): Promise<void> => {
  const rows = events.map((event) => ({
    event_id: storableUuid(event.eventId) ?? uuidV5(event.eventId),
    type: storableText(event.type),
    platform: storableText(event.platform),
    integration_id: storableUuid(event.integrationId),
    remote_address: storableText(event.remoteAddress),
    detail: storableText(event.detail),
    headers: storableJson(event.headers),
    count: event.count,
    at: storableTime(event.at),
  }))
  await postgres.query(statement, [JSON.stringify(rows.toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1)))])
}

const statement = `
INSERT INTO core.security_events (event_id, type, platform, integration_id, remote_address, detail, headers, count, at)
SELECT event_id, type, platform, integration_id, remote_address, detail, headers, count, at
FROM json_populate_recordset(NULL::core.security_events, $1)
ON CONFLICT (event_id) DO NOTHING`
