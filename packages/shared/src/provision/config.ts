import { z } from 'zod'
import { kafkaConfig, postgresConfig, processConfig } from '../runtime/config.ts'
import { stageConfig } from '../stage/run-stage.ts'

/** What the provisioning reads from its environment. */
export const provisionConfig = z.object({
  ...kafkaConfig,
  ...postgresConfig,
  LOG_LEVEL: processConfig.LOG_LEVEL,
  RETRY_DELAYS: stageConfig.RETRY_DELAYS,
  /** At most so many consumers per stage */
  TOPIC_PARTITIONS: z.coerce.number().int().min(1).default(3),
  REPLICATION_FACTOR: z.coerce.number().int().min(1).default(1),
  MIN_INSYNC_REPLICAS: z.coerce.number().int().min(1).default(1),
  /** Kafka's users are named after the apps, with this before them */
  KAFKA_USER_PREFIX: z.string().default('hansard-'),
})
