import { kafkaConfig, postgresConfig, processConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { z } from 'zod'

export const mergerConfig = z.object({ ...processConfig, ...kafkaConfig, ...postgresConfig, ...stageConfig })
