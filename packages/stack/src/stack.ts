import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { externalComponent } from './components/component.ts'
import type { Component, ComponentName, Place } from './components/component.ts'
import { createKafkaBroker } from './components/kafka.ts'
import { createPostgresServer } from './components/postgres.ts'
import { createRedisServer } from './components/redis.ts'
import { createSchemaRegistry } from './components/registry.ts'
import { choosePorts } from './ports.ts'
import { prepareParts } from './prepare.ts'
import type { Parts } from './prepare.ts'
import { openLedger } from './processes/ledger.ts'
import type { Ledger } from './processes/ledger.ts'
import { takeDirectoryAtItsEnd } from './processes/owner.ts'
import { type Access, clientSettings, createLock, type Lock } from './security/lock.ts'
import { privateData } from './private-folders.ts'
import { SetupError } from './setup-error.ts'

/** The environment variable that holds a component's address; set, it means: use that one and start none. */
export const addressVariables: Readonly<Record<ComponentName, string>> = {
  kafka: 'KAFKA_BROKERS',
  registry: 'SCHEMA_REGISTRY_URL',
  redis: 'REDIS_URL',
  postgres: 'DATABASE_URL',
}

export const componentNames: readonly ComponentName[] = ['kafka', 'registry', 'redis', 'postgres']

export type Progress =
  | { readonly kind: 'preparing'; readonly text: string }
  /** Everything is there; the components start. */
  | { readonly kind: 'prepared' }
  | {
      readonly kind: 'ready'
      readonly component: ComponentName
      readonly address: string
      readonly external: boolean
      readonly seconds: number
    }
  /** It ended though nobody stopped it. */
  | { readonly kind: 'lost'; readonly component: ComponentName; readonly reason: string }

export interface StackOptions {
  /** Takes logs, data, ports and process ids; created when missing. Only one process at a time works in it. */
  readonly stateDir: string
  readonly env: NodeJS.ProcessEnv
  /** All four unless told. */
  readonly only?: readonly ComponentName[]
  /** Data and logs of earlier starts are thrown away. */
  readonly fresh?: boolean
  /** Kafka and Redis ask for names and speak TLS; `env` then has what the one who may do everything needs. With `fresh` only: users are made with the data. */
  readonly access?: Access
  /**
   * Aborted: the start is given up, what runs already is stopped, and `startStack` rejects. Afterwards it only tells the next start in this
   * folder that the stack is about to be stopped, so that it waits for that.
   */
  readonly signal?: AbortSignal
  onProgress?(progress: Progress): void
}

export interface Stack {
  readonly kafka: Component & { readonly brokers: string }
  readonly registry: Component & { readonly url: string }
  readonly redis: Component & { readonly url: string }
  readonly postgres: Component & { readonly url: string }
  /** The addresses under their environment variables, of the components that were wanted. */
  readonly env: Readonly<Record<string, string>>
  /** Names of processes that an earlier start left running, and that this one ended. */
  readonly leftovers: readonly string[]
  /** Where further processes of the same owner are written down, so that they leave no orphans either. */
  readonly ledger: Ledger
  /** Ends what was started here, and nothing else. Safe to call twice. */
  stop(): Promise<void>
}

/** Another process works in the state directory. */
export class StackInUseError extends SetupError {
  readonly pid: number

  constructor(pid: number, stateDir: string) {
    super(`The process ${pid} has a stack in ${stateDir} already: stop it first.`)
    this.pid = pid
  }
}

/**
 * Brings up Kafka, the schema registry, Redis and PostgreSQL on free ports of this machine (those of the last time where they are still
 * free) and resolves when all of them answer. Throws SetupError, having stopped the others, when one does not.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const stateDir = resolve(options.stateDir)
  const onWait = (pid: number) => options.onProgress?.({ kind: 'preparing', text: `waiting for process ${pid} to end what ran before` })
  const owned = await takeDirectoryAtItsEnd(stateDir, onWait, options.signal)
  if ('ownedBy' in owned) throw new StackInUseError(owned.ownedBy, stateDir)
  options.signal?.addEventListener('abort', owned.announceEnd, { once: true })
  const ledger = openLedger(join(stateDir, 'processes.json'))
  try {
    const leftovers = await ledger.endLeftovers()
    // Not before what earlier starts left running is ended: the ledger knows of it.
    if (options.fresh === true)
      await Promise.all(['data', 'logs'].map((name) => rm(join(stateDir, name), { recursive: true, force: true })))
    const stack = await create({ ...options, stateDir }, ledger, leftovers, owned.release)
    await startAll(stack, options)
    return stack
  } catch (error) {
    await owned.release()
    throw error
  }
}

const create = async (
  options: StackOptions,
  ledger: Ledger,
  leftovers: readonly string[],
  release: () => Promise<void>,
): Promise<Stack> => {
  const { stateDir, env, only = componentNames, signal = new AbortController().signal, onProgress } = options
  const own = only.filter((name) => (env[addressVariables[name]] ?? '') === '')
  await mkdir(join(stateDir, 'logs'), { recursive: true })
  await privateData(stateDir, own)
  const [parts, ports] = await Promise.all([
    prepareParts(own, {
      env,
      signal,
      log: join(stateDir, 'logs', 'maven.log'),
      onProgress: (text) => onProgress?.({ kind: 'preparing', text }),
    }),
    choosePorts(join(stateDir, 'ports.json'), ['kafka', 'kafkaController', 'registry', 'redis', 'postgres']),
  ])
  onProgress?.({ kind: 'prepared' })
  const lock = options.access === undefined ? undefined : await createLock(options.access, join(stateDir, 'data'))
  const component = (name: ComponentName): Component | Promise<Component> => {
    if (!own.includes(name)) return externalComponent(env[addressVariables[name]] ?? '')
    const onLost = (reason: string): void => onProgress?.({ kind: 'lost', component: name, reason })
    return build(
      name,
      parts,
      { ports, lock },
      {
        data: join(stateDir, 'data', name),
        log: join(stateDir, 'logs', `${name}.log`),
        env,
        ledger,
        onLost,
      },
    )
  }
  const [kafka, registry, redis, postgres] = await Promise.all([
    component('kafka'),
    component('registry'),
    component('redis'),
    component('postgres'),
  ])
  const all = { kafka, registry, redis, postgres }
  return {
    kafka: withAddress(kafka, 'brokers'),
    registry: withAddress(registry, 'url'),
    redis: withAddress(redis, 'url'),
    postgres: withAddress(postgres, 'url'),
    env: {
      ...Object.fromEntries(only.map((name) => [addressVariables[name], all[name].address])),
      ...(lock === undefined ? {} : clientSettings(lock, lock.admin)),
    },
    leftovers,
    ledger,
    async stop() {
      await Promise.all(Object.values(all).map((one) => one.stop()))
      await release()
    },
  }
}

type PortName = 'kafka' | 'kafkaController' | 'registry' | 'redis' | 'postgres'

const build = (
  name: ComponentName,
  parts: Parts,
  { ports, lock }: { readonly ports: Readonly<Record<PortName, number>>; readonly lock: Lock | undefined },
  place: Place,
): Component | Promise<Component> => {
  const port = ports[name]
  switch (name) {
    case 'kafka':
      return createKafkaBroker({ java: javaOf(parts), bundle: parts.kafka, port, controllerPort: ports.kafkaController, lock }, place)
    case 'registry':
      return createSchemaRegistry({ java: javaOf(parts), bundle: parts.registry, port }, place)
    case 'redis':
      return createRedisServer({ command: parts.redisCommand, port, lock }, place)
    case 'postgres':
      return createPostgresServer({ port }, place)
  }
}

const javaOf = ({ java }: Parts): NonNullable<Parts['java']> => {
  if (java === undefined) throw new SetupError('Java is missing.')
  return java
}

/** The component, its address under the name by which it is asked for. Not a copy: `pid` changes. */
const withAddress = <Key extends string>(component: Component, key: Key): Component & Readonly<Record<Key, string>> =>
  Object.defineProperty(component, key, { value: component.address, enumerable: true }) as Component & Readonly<Record<Key, string>>

const startAll = async (stack: Stack, { only = componentNames, signal, onProgress }: StackOptions): Promise<void> => {
  const giveUp = (): void => void stack.stop()
  signal?.addEventListener('abort', giveUp)
  const started = await Promise.allSettled(
    only.map(async (name) => {
      const begin = performance.now()
      const component = stack[name]
      await component.start()
      const { address, external } = component
      onProgress?.({ kind: 'ready', component: name, address, external, seconds: (performance.now() - begin) / 1_000 })
    }),
  )
  signal?.removeEventListener('abort', giveUp)
  const failure = started.find((result) => result.status === 'rejected')
  if (failure === undefined && signal?.aborted !== true) return
  await stack.stop()
  throw failure?.reason ?? signal?.reason
}
