import { Gauge, type Registry } from 'prom-client'
import { messageOf } from '@hansard/shared/errors'
import type { Kafka } from '@hansard/shared/kafka/port'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { Logger } from '@hansard/shared/runtime/logger'
import { chain, recorder } from './chain.ts'

export interface RecorderMetrics {
  /** Never rejects: what cannot be read has no value until it can, because an old number would be a wrong one. */
  refresh(): Promise<void>
}

/** Gauges that are read from PostgreSQL and Kafka. Every replica tells the same: take the maximum, not the sum. */
export const createRecorderMetrics = (deps: {
  readonly register: Registry
  readonly postgres: Queryable
  readonly kafka: Pick<Kafka, 'lag'>
  readonly log: Pick<Logger, 'warn'>
}): RecorderMetrics => {
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
  const lag = new Gauge({
    name: 'hansard_stage_lag_records',
    help: 'Records a stage has not yet read from its inputs; what waits in retry topics is not counted',
    labelNames: ['stage'],
    registers,
  })

  const refreshing = async (gauge: Gauge, refresh: () => Promise<void>) => {
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
  const refreshLag = async () => {
    for (const { name, inputs } of [...chain, recorder]) {
      const partitions = await deps.kafka.lag(
        name,
        inputs.map((topic) => topic.name),
      )
      const records = partitions.reduce((sum, { committed, end }) => sum + Number(end - committed), 0)
      lag.set({ stage: name }, Math.max(0, records))
    }
  }

  return {
    async refresh() {
      await Promise.all([
        refreshing(queueSize, () => refreshSizes(queueSize, unfinished)),
        refreshing(overdue, () => refreshSizes(overdue, missing)),
        refreshing(lag, refreshLag),
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
