import { keysConfig, kafkaConfig, postgresConfig, redisConfig } from '@hansard/shared/runtime/config'
import { outgoingConfig, requireHttps } from '@hansard/shared/http/outgoing-config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { platformConfig, platformUrls } from '@hansard/platforms/platforms'
import { z } from 'zod'

export const processorConfig = z
  .object({
    ...kafkaConfig,
    ...postgresConfig,
    ...redisConfig,
    ...keysConfig,
    ...platformConfig,
    ...outgoingConfig,
    ...stageConfig,
    /** Failures in a row that speak of a platform as a whole, after which it is left alone */
    CIRCUIT_FAILURES: z.coerce.number().int().min(1).default(5),
    /** Seconds it is left alone; doubled while it stays down, up to ten times */
    CIRCUIT_REST_SECONDS: z.coerce.number().positive().default(30),
    /** Milliseconds after which a record goes on apart from the others, where records of other workspaces wait behind it */
    APART_AFTER_MS: z.coerce.number().int().min(1).default(1_000),
    /** Seconds that fetching one transcript may take, all its files together */
    FETCH_SECONDS: z.coerce.number().positive().default(120),
    /** Days that the files of a meeting's transcript are kept, for others that its platform announces later */
    PARTS_RETENTION_DAYS: z.coerce.number().positive().default(30),
  })
  .superRefine(requireHttps(platformUrls))

export type ProcessorConfig = z.infer<typeof processorConfig>
