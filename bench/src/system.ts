import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addTenant, type Tenant } from '@hansard/e2e/tenant'
import { createKafka } from '@hansard/shared/kafka/kafka'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { createLogger } from '@hansard/shared/runtime/logger'
import { createSimulatorClient, type SimulatorClient } from '@hansard/simulator/client'
import { simulatorCredentials } from '@hansard/simulator/server/world'
import { simulatorEnv } from '@hansard/simulator/simulator'
import { createAppProcess } from '@hansard/stack/start/app-process'
import { startStack, type Stack } from '@hansard/stack/stack'

export const appNames = ['ingress', 'verifier', 'deduper', 'transcript-processor', 'merger', 'recorder'] as const
export type AppName = (typeof appNames)[number]

/** A process that is measured. */
export interface Running {
  readonly name: string
  readonly pid: number
  /** Of the ingress and of the floor: where webhooks are taken. */
  readonly address: string
  /** Of the apps: where operators ask, `/metrics` among it. */
  readonly operatorAddress: string
  /** What its start took. */
  readonly seconds: number
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>
}

/** The embedded stack, provisioned, and what is needed to run Hansard's processes on it. */
export interface System {
  readonly stack: Stack
  readonly stateDir: string
  readonly kafka: Kafka
  readonly postgres: Postgres
  readonly tenants: readonly Tenant[]
  readonly simulator: SimulatorClient & { readonly pid: number; readonly address: string }
  startApp(app: AppName, env?: Readonly<Record<string, string>>): Promise<Running>
  /** Another process of this checkout; `entry` from its root. */
  start(name: string, entry: string, env?: Readonly<Record<string, string>>): Promise<Running>
  stop(): Promise<void>
}

export interface SystemOptions {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Of every topic. */
  readonly partitions: number
  readonly tenants: number
}

/** Brings it up, with nothing from earlier runs. What was started is stopped again when it cannot. */
export const startSystem = async ({ root, env, signal, partitions, tenants }: SystemOptions): Promise<System> => {
  const opened = new AsyncDisposableStack()
  try {
    const stateDir = join(root, '.hansard', 'bench')
    const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }
    const stack = await startStack({ stateDir, env: { ...env, ...noAddresses }, fresh: true, signal })
    opened.defer(() => stack.stop())
    const keys = `bench:${randomBytes(32).toString('base64')}`
    const common = { ...env, ...stack.env, ...settings, HANSARD_KEYS: keys, TOPIC_PARTITIONS: String(partitions) }
    let count = 0
    const start = async (name: string, entry: string, own: NodeJS.ProcessEnv, health: boolean): Promise<Running> => {
      const { ledger } = stack
      const process = createAppProcess({
        name: `${name}-${++count}`,
        entry: join(root, entry),
        logs: join(stateDir, 'logs'),
        env: { ...common, ...own },
        ledger,
        addressIn: 'listening',
        health,
        onLost: (reason) => void globalThis.process.stderr.write(`${name} ended: ${reason}; see ${join(stateDir, 'logs')}\n`),
      })
      await process.start()
      opened.defer(process.stop)
      const { pid = -1, address, readyAddress: operatorAddress, seconds, stop } = process
      return { name, pid, address, operatorAddress, seconds, stop }
    }
    const provisioning = join(root, 'packages/shared/src/provision/main.ts')
    const [simulator] = await Promise.all([
      start('simulator', 'packages/simulator/src/main.ts', {}, false),
      promisify(execFile)(process.execPath, [provisioning], { env: common }),
    ])
    const platforms = simulatorEnv(simulator.address)
    const postgres = createPostgres(stack.postgres.url)
    opened.defer(() => postgres.close())
    const kafka = createKafka({ brokers: stack.kafka.brokers.split(','), clientId: 'bench', log: createLogger('bench', 'silent') })
    opened.defer(() => kafka.close())
    const added: Tenant[] = []
    for (let n = 0; n < tenants; n++) added.push(await addTenant(postgres, keys, { credentials: simulatorCredentials }))
    await raiseLimits(postgres)
    return {
      stack,
      stateDir,
      kafka,
      postgres,
      tenants: added,
      simulator: { ...createSimulatorClient(simulator.address), pid: simulator.pid, address: simulator.address },
      startApp: (app, own = {}) => start(app, `apps/${app}/src/main.ts`, { ...platforms, ...own }, true),
      start: (name, entry, own = {}) => start(name, entry, own, false),
      stop: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** Every delivery is counted against its workspace's limits, which tenants of tests are not held to, and reaches none of them. */
const raiseLimits = (postgres: Postgres) =>
  postgres.query(`UPDATE core.integrations SET over_limit = 'refuse', per_minute = 100000, per_hour = 100000`)

/** As in production, except for what depends on the machine, and that all platforms are one address here. */
const settings = { PORT: '0', HEALTH_PORT: '0', MAX_CONNECTIONS: '30000', MAX_CONNECTIONS_PER_ADDRESS: '30000' }
