import { createHmac } from 'node:crypto'
import type { Tenant } from '@hansard/e2e/tenant'
import { uuidV7 } from '@hansard/shared/ids'
import { partitionOf } from '@hansard/shared/kafka/partition'
import type { Kafka, OutgoingRecord } from '@hansard/shared/kafka/port'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { rawWebhooks } from '@hansard/shared/topics'
import { traceparentAt } from './sent-at.ts'

const perSend = 1_000

/** Writes deliveries into `webhooks.raw.v1` as the ingress would: of each body one, in turn over the tenants, every one another meeting's. */
export const fillRaw = async (
  { kafka, postgres, tenants }: { readonly kafka: Kafka; readonly postgres: Postgres; readonly tenants: readonly Tenant[] },
  bodies: readonly string[],
  count: number,
  seed: string,
): Promise<void> => {
  const rows = await postgres.query<{ readonly id: string; readonly workspace_id: string }>(
    `SELECT id, workspace_id FROM core.integrations WHERE platform = 'otter'`,
  )
  const integrations = new Map(rows.map((row) => [row.workspace_id, row.id]))
  const partitions = await kafka.partitionCount(rawWebhooks.name)
  const producer = await kafka.producer()
  try {
    for (let from = 0; from < count; from += perSend)
      await producer.send(
        Array.from({ length: Math.min(perSend, count - from) }, (_, offset) => {
          const index = from + offset
          const tenant = tenants[index % tenants.length]
          if (tenant === undefined) throw new RangeError('there is no tenant')
          const body = another(bodies[index % bodies.length] ?? '', `${seed}${index}`)
          return rawRecord(tenant, integrations.get(tenant.workspaceId) ?? '', body, `${seed}${index}`, partitions)
        }),
      )
  } finally {
    await producer.close()
  }
}

/** The same conversation as another meeting: ids of one length, so that the size stays. Days apart, so that no two are compared. */
const another = (body: string, id: string): string => {
  const number = Number.parseInt(id.replaceAll(/\D/g, ''), 10)
  const at = new Date(Date.UTC(2000, 0, 1) + (number % 200_000) * 3 * 3_600_000).toISOString().slice(0, 19)
  return body
    .replace(/"data":\{"id":"[^"]*"/, `"data":{"id":"${id.padStart(22, '0')}"`)
    .replace(/"created_at":"[^"]*"/, `"created_at":"${at}Z"`)
}

const rawRecord = (tenant: Tenant, integration: string, body: string, id: string, partitions: number): OutgoingRecord => {
  const key = `otter:${id}`
  return {
    topic: rawWebhooks.name,
    partition: partitionOf(key, partitions),
    key,
    value: Buffer.from(body),
    headers: {
      'webhook-event-id': uuidV7(),
      'received-at': String(Date.now()),
      traceparent: traceparentAt(Date.now()),
      platform: 'otter',
      integration,
      'remote-address': '127.0.0.1',
      'http-x-otter-signature': createHmac('sha256', tenant.secrets.otter).update(body).digest('hex'),
    },
  }
}
