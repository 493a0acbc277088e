import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { classArchiveFlags } from '../class-archive.ts'
import { quickStartFlags } from '../java.ts'
import type { Java } from '../java.ts'
import { host } from '../ports.ts'
import { ask } from '../probe.ts'
import { listenerProperties, scramArguments } from '../security/kafka-security.ts'
import type { Lock } from '../security/lock.ts'
import { createService } from '../processes/service.ts'
import { embeddedComponent } from './component.ts'
import type { Component, Place } from './component.ts'
import { exists } from '../files.ts'

const run = promisify(execFile)

export interface KafkaOptions {
  readonly java: Java
  /** The folder with Kafka's jars. */
  readonly bundle: string
  readonly port: number
  readonly controllerPort: number
  /** Instead of those that make it start from a class archive. */
  readonly flags?: readonly string[]
  /** Absent: open to all of this machine. */
  readonly lock?: Lock | undefined
}

/** A single Apache Kafka broker, its own controller (KRaft), on this machine alone. */
export const createKafkaBroker = (options: KafkaOptions, place: Place): Component =>
  embeddedComponent(`${host}:${options.port}`, place.log, async () => {
    const flags = [...quickStartFlags(384), ...(options.flags ?? (await classArchiveFlags(options.bundle, options.java)))]
    const classpath = ['-cp', join(options.bundle, '*')]
    const log = join(place.data, 'log')
    if (!(await exists(join(log, 'meta.properties')))) await format(options, [...flags, ...classpath], place)
    const properties = join(place.data, 'server.properties')
    await writeFile(properties, propertiesOf(options, log), { mode: 0o600 })
    return createService(
      {
        name: 'kafka',
        command: options.java.command,
        args: [...flags, ...logFormat, ...classpath, 'kafka.Kafka', properties],
        env: place.env,
        log: place.log,
        stopSignal: 'SIGTERM',
        stopWithinMs: 20_000,
        ready: options.lock === undefined ? async () => (await countBrokers(options.port)) > 0 : () => saysStarted(place.log),
        readyWithinMs: 60_000,
        onLost: place.onLost,
      },
      place.ledger,
    )
  })

const logFormat = ['-Dorg.slf4j.simpleLogger.showDateTime=true', '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS']

/**
 * Small, and soon up: the log cleaner takes 16 MB instead of 128, and after an unclean end the controller takes the broker for gone (and lets
 * the new one in) after 3 s instead of 9.
 */
const propertiesOf = ({ port, controllerPort, lock }: KafkaOptions, log: string): string => `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=${host}:${controllerPort}
${listenerProperties(`${host}:${port}`, `${host}:${controllerPort}`, lock)}
log.dirs=${log}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
offsets.topic.num.partitions=8
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
`

/** Under another name until it is finished: a start that was killed half-way leaves nothing that looks formatted. */
const format = async (options: KafkaOptions, java: readonly string[], place: Place): Promise<void> => {
  const draft = join(place.data, 'log.new')
  const properties = join(place.data, 'format.properties')
  await rm(draft, { recursive: true, force: true })
  await writeFile(properties, propertiesOf(options, draft), { mode: 0o600 })
  const clusterId = randomBytes(16).toString('base64url')
  // Made from numbers and letters alone at its head: a leading "-" would be read as an option.
  const id = `h${clusterId.slice(1)}`
  const args = ['-Xshare:auto', ...java.filter((flag) => !flag.startsWith('-XX:ArchiveClassesAtExit')), 'kafka.tools.StorageTool']
  const formatting = ['format', '--standalone', '--cluster-id', id, '--config', properties, ...scramArguments(options.lock)]
  await run(options.java.command, [...args, ...formatting], { env: place.env })
  await rename(draft, join(place.data, 'log'))
}

// Metadata request, version 1, for no topic: size, api key, version, correlation id, client id (none), topics (none).
const metadataRequest = Buffer.from('0000000e 0003 0001 00000007 ffff 00000000'.replaceAll(' ', ''), 'hex')

/** How many brokers that take work the broker at `port` knows of: none at first, a port that answers is open some time before that. */
export const countBrokers = async (port: number): Promise<number> => {
  const answer = await ask(port, metadataRequest, 12)
  // Size, correlation id, and then the number of brokers.
  return answer.readInt32BE(8)
}

/** One that asks for names does not tell how many brokers it knows of. Its log begins anew with every stack. */
const saysStarted = async (log: string): Promise<boolean> => (await readFile(log, 'utf8')).includes('Kafka Server started')
