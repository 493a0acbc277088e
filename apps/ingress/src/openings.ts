import { setTimeout as delay } from 'node:timers/promises'
import { Counter, Gauge } from 'prom-client'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { createDirectorySource, type DirectorySource } from '@hansard/shared/directory/directory-source'
import { messageOf } from '@hansard/shared/errors'
import type { Kafka, Producer } from '@hansard/shared/kafka/port'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { createRegistry } from '@hansard/shared/registry/registry'
import { registryAccess } from '@hansard/shared/runtime/access'
import { announceKeys } from '@hansard/shared/runtime/announce-keys'
import type { App } from '@hansard/shared/runtime/app'
import { observePostgres } from '@hansard/shared/telemetry/dependency-metrics'
import { securityEvents } from '@hansard/shared/topics'
import { within } from '@hansard/shared/within'
import type { IngressConfig } from './config.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { createBodyBudget, type BodyBudget } from './limits/body-budget.ts'
import type { FailingAddresses } from './limits/failing-addresses.ts'
import { createHashBudgets, type HashBudgets } from './limits/hash-budget.ts'
import { remembered } from './remembered.ts'
import type { RemoteAddresses } from './remote-address.ts'
import { createSecurityLog, type SecurityLog } from './security-log.ts'
import { createSecurityPublisher } from './security-publisher.ts'

/** How long closing one thing may hold up the others (milliseconds). */
export const closeTimeoutMs = 5_000
const maxSuspects = 1_000
const tryAgainMs = 500

/** The directory, kept current until the app stops. The ingress starts without it, too: deliveries get a 503 until it is loaded. */
export const openDirectory = (app: App, config: IngressConfig): DirectorySource => {
  const postgres = createPostgres(config.DATABASE_URL, {
    max: 2,
    applicationName: 'hansard-ingress',
    observe: observePostgres(app.metrics),
  })
  app.onStop('postgres', () => postgres.close())
  const keyRing = readKeyRing(config)
  announceKeys(app, postgres, keyRing, { seals: false })
  const directory = createDirectorySource({
    postgres,
    keyRing,
    refreshMs: config.DIRECTORY_REFRESH_MS,
    log: app.log,
  })
  app.onStop('directory', () => directory.stop())
  void directory.start()
  return directory
}

/** Security events on their way to Kafka. The registry is asked when the first one is published: an outage of it stops no webhook. */
export const openSecurityLog = (app: App, config: IngressConfig, kafka: Kafka, producer: Producer): SecurityLog => {
  const registry = createRegistry(registryAccess(config))
  const publish = createSecurityPublisher({
    producer,
    codec: remembered(() => registry.codec([securityEvents])),
    partitionCount: remembered(() => kafka.partitionCount(securityEvents.name)),
  })
  const securityLog = createSecurityLog({ publish, intervalMs: config.SECURITY_FLUSH_MS, maxEntries: maxSuspects, log: app.log })
  app.onStop('security log', () => within(closeTimeoutMs, securityLog.close(), () => undefined))
  return securityLog
}

/** How many connections are held at once, and the metric that counts those that were not. */
export const openConnectionLimits = (
  app: Pick<App, 'metrics'>,
  config: IngressConfig,
  { isProxy }: Pick<RemoteAddresses, 'isProxy'>,
): ConnectionLimits => {
  const refused = new Counter({
    name: 'hansard_connections_refused_total',
    help: 'Connections that were closed at once, because there were too many of them altogether or from one address.',
    labelNames: ['reason'],
    registers: [app.metrics],
  })
  return {
    total: config.MAX_CONNECTIONS,
    perAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
    isProxy,
    onRefused: (reason) => refused.inc({ reason }),
  }
}

/** What strangers may cost in memory and time, and the metrics that tell what they do. */
export const openBudgets = (
  app: Pick<App, 'metrics'>,
  config: IngressConfig,
  addresses: FailingAddresses,
): { readonly bodies: BodyBudget; readonly hashBudgets: HashBudgets } => {
  const bodies = createBodyBudget({ maxBytes: config.MAX_BODY_BYTES_UNDER_WAY, addresses })
  const refused = new Counter({
    name: 'hansard_ingress_searches_refused_total',
    help: 'Deliveries whose secret was not searched for, because the budget of strangers was used up',
    registers: [app.metrics],
  })
  const underWay: Gauge = new Gauge({
    name: 'hansard_ingress_body_bytes_under_way',
    help: 'Bytes of bodies that are arriving or being judged, with what keeping them costs',
    registers: [app.metrics],
    collect: () => underWay.set(bodies.held()),
  })
  const bytesPerMinute = config.ADDRESS_SEARCH_BYTES_PER_MINUTE
  const hashBudgets = createHashBudgets({ now: () => performance.now(), bytesPerMinute, addresses, onRefused: () => refused.inc() })
  return { bodies, hashBudgets }
}

/** Not ready until `attempt` succeeded once; tries for as long as the app runs. */
export const readyAfter = async (app: App, what: string, attempt: () => Promise<unknown>): Promise<void> => {
  app.setReady(what, false, 'not reached yet')
  while (!app.signal.aborted) {
    try {
      await attempt()
      return app.setReady(what, true)
    } catch (error) {
      app.setReady(what, false, messageOf(error))
      app.log.warn({ what, error: messageOf(error) }, 'waiting for a dependency')
      await delay(tryAgainMs, undefined, { signal: app.signal }).catch(() => undefined)
    }
  }
}
