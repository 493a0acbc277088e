import { kafkaConfig, postgresConfig, redisConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { platformConfig } from '@hansard/platforms/platforms'
import { z } from 'zod'

export const deduperConfig = z.object({
  ...kafkaConfig,
  ...postgresConfig,
  ...redisConfig,
  ...platformConfig,
  ...stageConfig,
  /** The least time within which the same event is a duplicate; platforms that retry for longer have a longer one */
  DUPLICATE_WINDOW_SECONDS: z.coerce.number().positive().default(300),
  /** How long PostgreSQL remembers who was first */
  CLAIM_RETENTION_DAYS: z.coerce.number().positive().default(30),
})
