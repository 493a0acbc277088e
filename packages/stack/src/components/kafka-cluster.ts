import { execFile } from 'node:child_process'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { classArchiveFlags } from '../class-archive.ts'
import { exists } from '../files.ts'
import { quickStartFlags } from '../java.ts'
import type { Java } from '../java.ts'
import { choosePorts, host } from '../ports.ts'
import { prepareParts } from '../prepare.ts'
import type { Ledger } from '../processes/ledger.ts'
import { createService } from '../processes/service.ts'
import { SetupError } from '../setup-error.ts'
import { embeddedComponent } from './component.ts'
import type { Component } from './component.ts'
import { privateData } from '../private-folders.ts'
import { countBrokers } from './kafka.ts'

const run = promisify(execFile)

const nodeIds = [1, 2, 3] as const

/** Every record on three brokers, acknowledged by two at least: any one of them may die. */
export interface KafkaCluster {
  /** Host and port of each, comma-separated. */
  readonly brokers: string
  /** Each a process with data of its own: killed, frozen by a signal to its `pid`, and started again on the same data. */
  readonly nodes: readonly Component[]
  /** Resolves when each of the three knows of all of them. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface KafkaClusterOptions {
  /** Takes data, logs and ports; owned by this process. */
  readonly stateDir: string
  readonly env: NodeJS.ProcessEnv
  readonly ledger: Ledger
  readonly signal: AbortSignal
  /** A broker ended though nobody stopped it: `kafka-1` … `kafka-3`. */
  onLost?(node: string, reason: string): void
}

interface Node {
  readonly id: number
  readonly port: number
  readonly controllerPort: number
}

/** Three Apache Kafka brokers, each its own controller (KRaft), on this machine alone. Not started. Throws SetupError. */
export const createKafkaCluster = async (options: KafkaClusterOptions): Promise<KafkaCluster> => {
  const { stateDir, env, signal } = options
  const data = join(stateDir, 'data')
  await mkdir(join(stateDir, 'logs'), { recursive: true })
  await privateData(stateDir, nodeIds.map(nameOf))
  const log = join(stateDir, 'logs', 'maven.log')
  const { java, kafka: bundle } = await prepareParts(['kafka'], { env, signal, log, onProgress: () => undefined })
  if (java === undefined) throw new SetupError('Java is missing.')
  const names = nodeIds.flatMap((id) => [nameOf(id), controllerOf(id)])
  const ports = await choosePorts(join(stateDir, 'ports.json'), names)
  const nodes = nodeIds.map((id) => ({ id, port: ports[nameOf(id)] ?? 0, controllerPort: ports[controllerOf(id)] ?? 0 }))
  const components = nodes.map((node) => createNode(node, nodes, { ...options, java, bundle, data: join(data, nameOf(node.id)) }))
  return {
    brokers: components.map(({ address }) => address).join(','),
    nodes: components,
    async start() {
      // A controller alone has no majority: none is ready before a second one runs.
      await Promise.all(components.map((component) => component.start()))
    },
    stop: async () => void (await Promise.all(components.map((component) => component.stop()))),
  }
}

const nameOf = (id: number): string => `kafka-${id}`
const controllerOf = (id: number): string => `kafka-${id}-controller`

const createNode = (
  node: Node,
  all: readonly Node[],
  options: KafkaClusterOptions & { readonly java: Java; readonly bundle: string; readonly data: string },
): Component => {
  const { java, bundle, data, env, ledger } = options
  const name = nameOf(node.id)
  const log = join(options.stateDir, 'logs', `${name}.log`)
  let startedBefore = false
  return embeddedComponent(`${host}:${node.port}`, log, async () => {
    const flags = [...quickStartFlags(320), ...(await classArchiveFlags(bundle, java)), '-cp', join(bundle, '*')]
    const properties = join(data, 'server.properties')
    await writeFile(properties, propertiesOf(node, all, join(data, 'log')))
    if (!(await exists(join(data, 'log', 'meta.properties')))) await format(node, all, { java, flags, data, env })
    return createService(
      {
        name,
        command: java.command,
        args: [...flags, ...logFormat, 'kafka.Kafka', properties],
        env,
        log,
        stopSignal: 'SIGTERM',
        stopWithinMs: 20_000,
        async ready() {
          const known = await countBrokers(node.port)
          // At the first start all must have found each other; later the others may be dead.
          if (known < (startedBefore ? 1 : all.length)) return false
          startedBefore = true
          return true
        },
        readyWithinMs: 90_000,
        onLost: (reason) => options.onLost?.(name, reason),
      },
      ledger,
    )
  })
}

const logFormat = ['-Dorg.slf4j.simpleLogger.showDateTime=true', '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS']

/** Replication as in production, and Kafka's own time limits: a broker that died is found out after 9 s. */
const propertiesOf = (node: Node, all: readonly Node[], log: string): string => `process.roles=broker,controller
node.id=${node.id}
controller.quorum.voters=${all.map(({ id, controllerPort }) => `${id}@${host}:${controllerPort}`).join(',')}
listeners=PLAINTEXT://${host}:${node.port},CONTROLLER://${host}:${node.controllerPort}
controller.listener.names=CONTROLLER
log.dirs=${log}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
default.replication.factor=3
min.insync.replicas=2
offsets.topic.num.partitions=8
offsets.topic.replication.factor=3
transaction.state.log.num.partitions=8
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
`

/** One cluster's id for all three: they are made together and used by nobody else. */
const clusterId = 'aGFuc2FyZC1jbHVzdGVyMA'

/** Under another name until it is finished: a start that was killed half-way leaves nothing that looks formatted. */
const format = async (node: Node, all: readonly Node[], { java, flags, data, env }: FormatOptions): Promise<void> => {
  const draft = join(data, 'log.new')
  const properties = join(data, 'format.properties')
  await rm(draft, { recursive: true, force: true })
  await writeFile(properties, propertiesOf(node, all, draft))
  await run(java.command, [...flags, 'kafka.tools.StorageTool', 'format', '--cluster-id', clusterId, '--config', properties], { env })
  await rename(draft, join(data, 'log'))
}

interface FormatOptions {
  readonly java: Java
  readonly flags: readonly string[]
  readonly data: string
  readonly env: NodeJS.ProcessEnv
}
