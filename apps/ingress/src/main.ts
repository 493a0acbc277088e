import { createPlatforms } from '@hansard/platforms/platforms'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createRedis } from '@hansard/shared/redis/redis'
import { kafkaAccess, redisAccess } from '@hansard/shared/runtime/access'
import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { observeRedis } from '@hansard/shared/telemetry/dependency-metrics'
import { startIngress } from './ingress.ts'
import { ingressConfig } from './config.ts'
import { createReplayWatch } from './replay-watch.ts'
import { openLimiter } from './limits/open-limiter.ts'
import { createSeen } from './seen.ts'

await runApp('ingress', process.env, async (app) => {
  const config = readConfig(ingressConfig, process.env)
  const kafka = createKafka({ ...kafkaAccess(config), clientId: 'hansard-ingress', log: app.log })
  app.onStop('kafka', () => kafka.close())
  const redis = createRedis(redisAccess(config), observeRedis(app.metrics))
  app.onStop('redis', () => redis.disconnect())
  await startIngress(app, config, {
    platforms: [...createPlatforms(config).values()],
    kafka,
    limiter: openLimiter(app, config, redis),
    replays: createReplayWatch(redis),
    seen: createSeen(redis, config.HINT_TIMEOUT_MS),
  })
})
