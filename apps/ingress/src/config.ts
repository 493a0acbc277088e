import { z } from 'zod'
import { platformConfig } from '@hansard/platforms/platforms'
import { commaList, kafkaConfig, keysConfig, postgresConfig, processConfig, redisConfig } from '@hansard/shared/runtime/config'

const milliseconds = z.coerce.number().int().min(1)

/** What the ingress reads from its environment. */
export const ingressConfig = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  /** The address platforms reach it by, e.g. https://hooks.example.com; without it endpoint-url tells the address it listens on. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Addresses or subnets of the proxies in front, whose X-Forwarded-For is believed; none by default. */
  TRUSTED_PROXIES: commaList.optional(),
  /** Connections held at once: altogether, and from one address that is no trusted proxy's */
  MAX_CONNECTIONS: z.coerce.number().int().min(1).default(10_000),
  MAX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(1_000),
  /** The answer comes within this time. Zoom gives up after 3 s. */
  ACK_DEADLINE_MS: milliseconds.default(2_500),
  /** Deliveries are gathered into one produce call for at most this long, and at most so many or until they come to so many bytes. */
  GROUP_MS: milliseconds.default(5),
  GROUP_RECORDS: z.coerce.number().int().min(1).max(1_000).default(500),
  GROUP_BYTES: z.coerce.number().int().min(1).default(262_144),
  /** Bodies that wait for Kafka at once; beyond it deliveries are answered 503. */
  MAX_PENDING_BYTES: z.coerce.number().int().min(1_048_576).default(134_217_728),
  /** Bodies on their way in at once, of which one address may have a quarter; beyond it deliveries are answered 503. */
  MAX_BODY_BYTES_UNDER_WAY: z.coerce.number().int().min(8_388_608).default(67_108_864),
  /** The duplicate hint is left out when Redis takes longer. */
  HINT_TIMEOUT_MS: milliseconds.default(50),
  /** Requests of one address that are not authentic; ten times as many of one that also sends what is. Beyond, nothing of it is looked at. */
  ADDRESS_FAILURES_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  /** An address that has sent much that is not authentic gets its refusals after this time: it asks again that much later. */
  REFUSAL_DELAY_MS: z.coerce.number().int().min(0).max(5_000).default(1_000),
  /**
   * Bytes that may be hashed a minute for one address to find the secret of deliveries that are not authentic; four times as many for all
   * strangers together. Beyond, only secrets are tried that the delivery points to, and it is answered 503.
   */
  ADDRESS_SEARCH_BYTES_PER_MINUTE: z.coerce.number().int().min(1).default(134_217_728),
  /** Without an answer of Redis within this time the process limits on its own. */
  LIMIT_TIMEOUT_MS: milliseconds.default(50),
  /** The slower lane takes nothing that would have to wait for longer: it is refused with 429. */
  DEFER_MOST_HOURS: z.coerce.number().positive().max(72).default(12),
  DIRECTORY_REFRESH_MS: milliseconds.default(1_000),
  /** Refused deliveries alike are published as one security event per interval. */
  SECURITY_FLUSH_MS: milliseconds.default(1_000),
  ...platformConfig,
  ...kafkaConfig,
  ...redisConfig,
  ...postgresConfig,
  ...keysConfig,
  ...processConfig,
})

export type IngressConfig = z.infer<typeof ingressConfig>
