import { keysConfig, kafkaConfig, postgresConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { platformConfig } from '@hansard/platforms/platforms'
import { z } from 'zod'

export const verifierConfig = z.object({
  ...kafkaConfig,
  ...postgresConfig,
  ...keysConfig,
  ...platformConfig,
  ...stageConfig,
  DIRECTORY_REFRESH_MS: z.coerce.number().int().positive().default(1_000),
})
