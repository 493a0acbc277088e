import { z } from 'zod'
import { outgoingConfig, requireHttps } from '@hansard/shared/http/outgoing-config'
import { kafkaConfig, postgresConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { signingKey } from './alerts/standard-webhook.ts'

/** The recorder's settings. */
export const recorderConfig = z
  .object({
    ...kafkaConfig,
    ...postgresConfig,
    ...stageConfig,
    ...outgoingConfig,
    /** Records in hand at once, and rows in one statement at most */
    CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(100),
    /** Seconds between two readings of queue sizes and lags */
    METRICS_SECONDS: z.coerce.number().positive().default(10),
    /** Seconds between two looks for transcripts that are overdue */
    OVERDUE_SECONDS: z.coerce.number().positive().default(60),
    /** Where alerts are posted; without it nobody is told */
    ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Signs what is posted, as Standard Webhooks: `whsec_` and 24 to 64 bytes in Base64 */
    ALERT_WEBHOOK_SECRET: z
      .string()
      .transform((secret) => signingKey(secret))
      .refine((key) => key !== undefined, 'is not whsec_ and 24 to 64 bytes in Base64')
      .optional(),
    /** Minutes between two alerts of one cause at least */
    ALERT_WINDOW_MINUTES: z.coerce.number().positive().default(60),
    /** Seconds between two looks for alerts to send */
    ALERT_SECONDS: z.coerce.number().positive().default(5),
  })
  .superRefine(requireHttps(['ALERT_WEBHOOK_URL']))
