import { Gauge } from 'prom-client'
import { messageOf } from '@hansard/shared/errors'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { Logger } from '@hansard/shared/runtime/logger'
import { createLagMetrics, type LagOptions } from './lag.ts'

export interface RecorderMetrics {
  /** Never rejects: what cannot be read has no value until it can, because an old number would be a wrong one. */
  refresh(): Promise<void>
}

/** Gauges that are read from PostgreSQL and Kafka. Every replica tells the same: take the maximum, not the sum. */
export const createRecorderMetrics = (
  deps: LagOptions & { readonly postgres: Queryable; readonly log: Pick<Logger, 'warn'> },
): RecorderMetrics => {
  const registers = [deps.register]
  const queueSize = new Gauge({
    name: 'webhook_queue_size',
    help: 'Deliveries that are neither finished nor given up',
    labelNames: ['platform'],
    registers,
  })
  const overdue = new Gauge({
    name: 'hansard_overdue_transcripts',
    help: 'Meetings whose transcript did not come in time, within the last 30 days, and has not come since',
    labelNames: ['platform'],
    registers,
  })
  const secretExpiry = new Gauge({
    name: 'hansard_secret_expiry_timestamp_seconds',
    help: 'When the webhooks of an integration can no longer be verified because its last secret ends: the soonest of each platform',
    labelNames: ['platform'],
    registers,
  })
  const lag = createLagMetrics(deps)

  const refreshing = async (gauge: Pick<Gauge, 'reset'>, refresh: () => Promise<void>) => {
    try {
      await refresh()
    } catch (error) {
      gauge.reset()
      deps.log.warn({ error: messageOf(error) }, 'a metric could not be refreshed')
    }
  }
  const refreshSizes = async (gauge: Gauge<'platform'>, statement: string) => {
    const rows = await deps.postgres.query<{ readonly platform: string; readonly size: number }>(statement)
    gauge.reset()
    for (const { platform, size } of rows) gauge.set({ platform }, size)
  }

  return {
    async refresh() {
      await Promise.all([
        refreshing(queueSize, () => refreshSizes(queueSize, unfinished)),
        refreshing(overdue, () => refreshSizes(overdue, missing)),
        refreshing(secretExpiry, () => refreshSizes(secretExpiry, expiring)),
        refreshing(lag, lag.refresh),
      ])
    },
  }
}

/** A platform of which there is none has a row too. */
const byPlatform = (sizes: string): string => `
SELECT platform, sum(size)::integer AS size FROM (
  ${sizes}
  UNION ALL
  SELECT DISTINCT platform, 0 FROM core.integrations
) AS sizes GROUP BY platform`

/** Before the verifier's entry is read the platform is not known. */
const unfinished = byPlatform(`
  SELECT coalesce(platform, 'unknown') AS platform, count(*) AS size FROM mcp.webhook_events
  WHERE status IN ('received', 'verified', 'processing') GROUP BY 1`)

const missing = byPlatform(`
  SELECT platform, count(*) AS size FROM mcp.expected_transcripts
  WHERE overdue_at > now() - interval '30 days' AND transcript_at IS NULL AND none_at IS NULL GROUP BY 1`)

/** An integration whose newest secret has no end, or that has none, never expires. */
const expiring = `
SELECT platform, extract(epoch FROM min(ends))::float8 AS size FROM (
  SELECT i.platform, CASE WHEN bool_and(s.active_until IS NOT NULL) THEN max(s.active_until) END AS ends
  FROM core.integrations AS i JOIN core.integration_secrets AS s ON s.integration_id = i.id
  WHERE i.status = 'connected' GROUP BY i.id, i.platform
) AS integrations WHERE ends IS NOT NULL GROUP BY platform`
