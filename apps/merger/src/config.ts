import { kafkaConfig, postgresConfig, processConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { z } from 'zod'

export const mergerConfig = z.object({
  ...processConfig,
  ...kafkaConfig,
  ...postgresConfig,
  ...stageConfig,
  /**
   * How long a transcript is found by what was said in it (some 24 kB of rows each), from the start of its meeting; by its times it is
   * found for ever. Longer than dead letters are kept, which may be sent again.
   */
  SKETCH_RETENTION_DAYS: z.coerce.number().positive().default(100),
})
