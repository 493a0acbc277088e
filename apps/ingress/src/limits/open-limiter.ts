import { Counter } from 'prom-client'
import type { Redis } from '@hansard/shared/redis/redis'
import type { App } from '@hansard/shared/runtime/app'
import type { IngressConfig } from '../config.ts'
import type { Limiter } from './limit.ts'
import { createLocalLimiter } from './local-limiter.ts'
import { createRedisLimiter } from './redis-limiter.ts'
import { createSharedLimiter } from './shared-limiter.ts'

/** Workspaces and endpoints that one process keeps in mind for when Redis is away. */
const maxKeys = 10_000

/** The limits per workspace and endpoint, and the metric that says when this process judged by them alone. */
export const openLimiter = (app: Pick<App, 'metrics'>, config: Pick<IngressConfig, 'LIMIT_TIMEOUT_MS'>, redis: Redis): Limiter => {
  const alone = new Counter({
    name: 'hansard_limits_alone_total',
    help: 'Deliveries whose limit this process judged on its own, because Redis did not answer in time.',
    registers: [app.metrics],
  })
  return createSharedLimiter({
    shared: createRedisLimiter(redis),
    local: createLocalLimiter({ now: () => performance.now(), maxKeys }),
    timeoutMs: config.LIMIT_TIMEOUT_MS,
    onAlone: () => alone.inc(),
  })
}
