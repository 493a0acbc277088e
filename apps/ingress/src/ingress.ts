import { createClueMemory } from '@hansard/platforms/clue-memory'
import type { Platform } from '@hansard/platforms/platform'
import type { Kafka, Producer } from '@hansard/shared/kafka/port'
import type { App } from '@hansard/shared/runtime/app'
import { rawWebhooks } from '@hansard/shared/topics'
import { within } from '@hansard/shared/within'
import type { IngressConfig } from './config.ts'
import { createObserve } from './observe.ts'
import { closeTimeoutMs, openConnectionLimits, openBudgets, openDirectory, openSecurityLog, readyAfter } from './openings.ts'
import { createRemoteAddresses } from './remote-address.ts'
import { remembered } from './remembered.ts'
import { observeAcknowledged } from './acknowledged.ts'
import { addEndpointUrlPages } from './endpoint-url.ts'
import { createFailingAddresses } from './limits/failing-addresses.ts'
import { createSlowAnswers } from './limits/slow-answers.ts'
import { listen } from './listen.ts'
import { createIngress } from './server.ts'
import { createStore, type Store } from './store.ts'
import type { ReceiverDeps } from './webhook.ts'

/** How long the process waits for its dependencies before it listens without them. */
const bootPatienceMs = 5_000

/**
 * Joins the parts and listens. On stop: new requests get a 503, those in hand are finished, what is gathered is sent, then everything
 * closes. Resolves with the address.
 */
export const startIngress = async (
  app: App,
  config: IngressConfig,
  given: { readonly platforms: readonly Platform[]; readonly kafka: Kafka } & Pick<ReceiverDeps, 'seen' | 'limiter' | 'replays'>,
): Promise<string> => {
  const { kafka, ...platformsAndRedis } = given
  const producer = await kafka.producer()
  app.onStop('producer', () => within(closeTimeoutMs, producer.close(), () => undefined))
  const securityLog = openSecurityLog(app, config, kafka, producer)
  const directory = openDirectory(app, config)
  const { store, reached } = openStore(app, config, kafka, producer)
  await within(bootPatienceMs, Promise.all([reached, readyAfter(app, 'directory', () => directory.refresh())]), () => undefined)

  const addresses = createFailingAddresses({ now: () => performance.now(), perMinute: config.ADDRESS_FAILURES_PER_MINUTE })
  const remoteAddresses = createRemoteAddresses(config.TRUSTED_PROXIES ?? [])
  const ingress = createIngress({
    ...platformsAndRedis,
    directory,
    store,
    securityLog,
    deadlineMs: config.ACK_DEADLINE_MS,
    addresses,
    ...openBudgets(app, config, addresses),
    slowAnswers: createSlowAnswers(config.REFUSAL_DELAY_MS, app.signal),
    clueMemory: createClueMemory(),
    mostBehindMs: config.DEFER_MOST_HOURS * 3_600_000,
    observe: createObserve(app.metrics, app.outcomes, given.platforms),
    tracing: app.tracing,
    draining: () => app.signal.aborted,
    log: app.log,
    remoteAddresses,
  })
  const connections = openConnectionLimits(app, config, remoteAddresses)
  const server = await listen(ingress, { host: config.HOST, port: config.PORT, connections })
  const { address } = server
  addEndpointUrlPages(app, given.platforms, () => config.PUBLIC_URL?.replace(/\/+$/, '') ?? address)
  app.onStop('server', () => server.stop(closeTimeoutMs))
  app.log.info({ address }, 'listening')
  return address
}

/** The way into `webhooks.raw.v1`; `reached` resolves once Kafka has told how many partitions it has. */
const openStore = (
  app: App,
  config: IngressConfig,
  kafka: Kafka,
  producer: Producer,
): { readonly store: Store; readonly reached: Promise<void> } => {
  const partitionCount = remembered(() => kafka.partitionCount(rawWebhooks.name))
  const store = createStore({
    producer,
    partitionCount,
    groupMs: config.GROUP_MS,
    groupRecords: config.GROUP_RECORDS,
    groupBytes: config.GROUP_BYTES,
    maxPendingBytes: config.MAX_PENDING_BYTES,
    stuckAfterMs: config.ACK_DEADLINE_MS,
    onAcknowledged: observeAcknowledged(app),
  })
  app.onStop('store', () => within(closeTimeoutMs, store.close(), () => undefined))
  return { store, reached: readyAfter(app, 'kafka', partitionCount) }
}
