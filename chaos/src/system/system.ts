import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { appNames } from '@hansard/e2e/app-process'
import { addTenant, type Tenant } from '@hansard/e2e/tenant'
import { parseKeyRing, type KeyRing } from '@hansard/shared/crypto/key-ring'
import { createKafka } from '@hansard/shared/kafka/kafka'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import type { Codec } from '@hansard/shared/registry/codec'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import { chainTopics } from '@hansard/shared/topics'
import { sendWebhook } from '@hansard/simulator/webhook/send'
import { startSimulator, type Simulator } from '@hansard/simulator/simulator'
import { createKafkaCluster, type KafkaCluster } from '@hansard/stack/components/kafka-cluster'
import { startStack, type Stack } from '@hansard/stack/stack'
import { compileCache } from '@hansard/stack/start/compile-cache'
import { waitUntil } from '@hansard/stack/wait-until'
import { createFleet, type Fleet } from './fleet.ts'

/** Everything the experiment is made on, as processes of this machine. */
export interface System {
  readonly stateDir: string
  readonly cluster: KafkaCluster
  readonly stack: Stack
  readonly simulator: Simulator
  readonly fleet: Fleet
  readonly tenants: readonly Tenant[]
  readonly kafka: Kafka
  readonly codec: Codec
  readonly postgres: Postgres
  readonly keyRing: KeyRing
  /** Asks the apps to stop; resolves with those that did not end well. Kafka and the tables stay, for the audit. */
  stopApps(): Promise<readonly string[]>
  stop(): Promise<void>
}

export interface SystemOptions {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly tenants: number
  /** Seconds, comma-separated. */
  readonly retryDelays: string
  progress(text: string): void
}

/** Processes of each app at the beginning. */
const perApp = 2
const restartAfterMs = 1_000

export const startSystem = async ({ root, env, signal, tenants, retryDelays, progress }: SystemOptions): Promise<System> => {
  const stateDir = join(root, '.hansard', 'chaos')
  const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }
  const only = ['registry', 'redis', 'postgres'] as const
  const stack = await startStack({ stateDir, env: { ...env, ...noAddresses }, only, fresh: true, signal })
  progress('registry, Redis and PostgreSQL run')
  const cluster = await createKafkaCluster({ stateDir, env, ledger: stack.ledger, signal })
  // What the brokers hold is not needed any more: they need not hand over in an orderly way.
  const endBrokers = () => {
    for (const node of cluster.nodes) node.kill()
    return cluster.stop()
  }
  const cleanUp: (() => Promise<unknown>)[] = [() => stack.stop(), endBrokers]
  const stop = async () => {
    for (const each of cleanUp.toReversed()) await each().catch(() => undefined)
  }
  try {
    await cluster.start()
    progress('three Kafka brokers run')
    const simulator = await startSimulator()
    cleanUp.push(() => simulator.close())
    const appEnv = appEnvironment(env, { ...stack.env, ...simulator.env, KAFKA_BROKERS: cluster.brokers, RETRY_DELAYS: retryDelays })
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'packages/shared/src/provision/main.ts')], { env: appEnv })
    progress(stdout.trim())
    const postgres = createPostgres(stack.postgres.url)
    const log = createLogger('chaos', 'silent')
    const kafka = createKafka({ brokers: cluster.brokers.split(','), clientId: 'chaos', log })
    cleanUp.push(
      () => postgres.close(),
      () => kafka.close(),
    )
    const logs = join(stateDir, 'logs')
    mkdirSync(logs, { recursive: true })
    const fleet = createFleet({ env: appEnv, logs, ledger: stack.ledger, restartAfterMs })
    cleanUp.push(() => fleet.stop())
    const keys = appEnv['HANSARD_KEYS'] ?? ''
    const added: Tenant[] = []
    for (let n = 0; n < tenants; n++) added.push(await addTenant(postgres, keys, simulator))
    for (const app of appNames) await Promise.all(Array.from({ length: perApp }, () => fleet.add(app)))
    progress(`${appNames.length * perApp} processes run: ${perApp} of each app`)
    await untilKnown(fleet, added)
    const codec = await createRegistry(stack.registry.url).codec(chainTopics)
    return {
      stateDir,
      cluster,
      stack,
      simulator,
      fleet,
      tenants: added,
      kafka,
      codec,
      postgres,
      keyRing: parseKeyRing(keys),
      stopApps: () => fleet.stop(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Replication as in production; what waits for minutes there waits for seconds here. */
const appEnvironment = (env: NodeJS.ProcessEnv, addresses: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...env,
  ...addresses,
  HANSARD_KEYS: `chaos:${randomBytes(32).toString('base64')}`,
  OPERATOR_TOKEN: randomBytes(16).toString('hex'),
  PORT: '0',
  HEALTH_PORT: '0',
  REPLICATION_FACTOR: '3',
  MIN_INSYNC_REPLICAS: '2',
  DIRECTORY_REFRESH_MS: '500',
  CIRCUIT_REST_SECONDS: '3',
  NODE_COMPILE_CACHE: compileCache,
})

/** A process sees new integrations at its next look at the directory. */
const untilKnown = async (fleet: Fleet, tenants: readonly Tenant[]): Promise<void> => {
  const path = tenants.at(-1)?.paths.zoom ?? ''
  for (const address of fleet.ingressAddresses()) {
    const known = async () => (await sendWebhook({ url: `${address}${path}`, platform: 'zoom', body: '' })).status !== 404
    if (!(await waitUntil(known, 20_000))) throw new Error('the ingress does not learn of its integrations')
  }
}
