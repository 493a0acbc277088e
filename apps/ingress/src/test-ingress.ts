import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { Registry } from 'prom-client'
import { afterEach } from 'vitest'
import { createClueMemory } from '@hansard/platforms/clue-memory'
import { testPlatform } from '@hansard/platforms/test-platform'
import { hmacHex } from '@hansard/platforms/hmac'
import type { Platform } from '@hansard/platforms/platform'
import type { SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import type { Directory } from '@hansard/shared/directory/directory'
import { createMemoryKafka, type MemoryKafka } from '@hansard/shared/kafka/memory'
import type { KafkaRecord, Producer } from '@hansard/shared/kafka/port'
import { createLogger } from '@hansard/shared/runtime/logger'
import { rawWebhooks } from '@hansard/shared/topics'
import { createObserve } from './observe.ts'
import { createSecurityLog } from './security-log.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { createBodyBudget, type BodyBudget } from './limits/body-budget.ts'
import { createFailingAddresses } from './limits/failing-addresses.ts'
import { createSlowAnswers } from './limits/slow-answers.ts'
import { createHashBudgets } from './limits/hash-budget.ts'
import { listen, type KeepAlive } from './listen.ts'
import { createRemoteAddresses } from './remote-address.ts'
import { createIngress, type ServerDeps } from './server.ts'
import { createStore } from './store.ts'

export const secretOfA = 'test-secret-token-0123456789'
export const urlKey = 'an-unguessable-key'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** One workspace with one integration of the test platform, and of any other platform named. */
export const testDirectory = (...platformNames: readonly string[]): Directory => ({
  integrations: ['testing', ...platformNames].map((platform) => ({
    id: `integration-${platform}`,
    workspaceId: 'workspace-a',
    platform,
    status: 'connected',
    urlKeyHash: sha256(urlKey),
    secrets: [{ id: `secret-${platform}`, value: secretOfA, activeFrom: 0, activeUntil: null }],
  })),
  members: new Map(),
  domains: new Map([['a.example', 'workspace-a']]),
})

export interface TestIngress {
  readonly address: string
  readonly kafka: MemoryKafka
  readonly metrics: Registry
  /** How many records each produce call held. */
  readonly produced: readonly number[]
  readonly bodies: BodyBudget
  searchesRefused(): number
  /** Flushes and tells what was published as security events so far. */
  securityEvents(): Promise<readonly SecurityEvent[]>
  /** POSTs to the test platform's route, signed by its secret; `headers` override. */
  post(body: string | Buffer, headers?: Readonly<Record<string, string>>, path?: string): Promise<Response>
  stop(): Promise<void>
}

interface TestOptions extends Partial<Pick<ServerDeps, 'directory' | 'seen' | 'limiter' | 'replays' | 'deadlineMs' | 'draining'>> {
  readonly platforms?: readonly Platform[]
  readonly trustedProxies?: readonly string[]
  readonly groupMs?: number
  readonly maxBodyBytes?: number
  readonly failuresPerMinute?: number
  readonly refusalDelayMs?: number
  readonly hashBytesPerMinute?: number
  readonly stuckAfterMs?: number
  readonly connections?: Partial<ConnectionLimits>
  readonly keepAlive?: KeepAlive
  /** Comes between the store and the memory Kafka. */
  readonly send?: (records: Parameters<Producer['send']>[0], producer: Producer) => Promise<void>
}

/** The real server on a free port, with everything behind it real except Kafka, which is in memory. */
export const startTestIngress = async (options: TestOptions = {}): Promise<TestIngress> => {
  const platforms = options.platforms ?? [testPlatform]
  const kafka = createMemoryKafka()
  await kafka.createTopics([{ name: rawWebhooks.name, partitions: 3, replicationFactor: 1, config: {} }])
  const producer = await kafka.producer()
  const produced: number[] = []
  const published: SecurityEvent[] = []
  const log = createLogger('ingress', 'silent')
  const metrics = new Registry()
  const directory = testDirectory(...platforms.map(({ name }) => name).filter((name) => name !== 'testing'))
  const deadlineMs = options.deadlineMs ?? 2_500
  const send = async (records: Parameters<Producer['send']>[0]) => {
    produced.push(records.length)
    await (options.send === undefined ? producer.send(records) : options.send(records, producer))
  }
  const partitionCount = async () => 3
  const limits = {
    groupMs: options.groupMs ?? 5,
    groupRecords: 500,
    groupBytes: 262_144,
    maxPendingBytes: 16_777_216,
    stuckAfterMs: options.stuckAfterMs ?? deadlineMs,
  }
  const store = createStore({ producer: { send }, partitionCount, ...limits })
  const publish = async (events: readonly SecurityEvent[]) => void published.push(...events)
  const securityLog = createSecurityLog({ publish, intervalMs: 60_000, maxEntries: 100, log })
  const addresses = createFailingAddresses({ now: () => performance.now(), perMinute: options.failuresPerMinute ?? 20 })
  let searchesRefused = 0
  const hashBudgets = createHashBudgets({
    now: () => performance.now(),
    bytesPerMinute: options.hashBytesPerMinute ?? 134_217_728,
    addresses,
    onRefused: () => (searchesRefused += 1),
  })
  const bodies = createBodyBudget({ maxBytes: options.maxBodyBytes ?? 67_108_864, addresses })
  const ingress = createIngress({
    directory: { current: () => directory, lookAgain: async () => false },
    seen: async () => false,
    limiter: { admit: async () => ({ kind: 'within' }) },
    mostBehindMs: 3_600_000,
    replays: { cameBeforeFrom: async () => undefined },
    addresses,
    hashBudgets,
    bodies,
    slowAnswers: createSlowAnswers(options.refusalDelayMs ?? 0),
    clueMemory: createClueMemory(),
    draining: () => false,
    remoteAddresses: createRemoteAddresses(options.trustedProxies ?? []),
    ...options,
    platforms,
    store,
    securityLog,
    deadlineMs,
    observe: createObserve(metrics, log, platforms),
    log,
  })
  const connections: ConnectionLimits = {
    total: 500,
    perAddress: 400,
    isProxy: () => false,
    onRefused: () => undefined,
    ...options.connections,
  }
  const server = await listen(ingress, {
    host: '127.0.0.1',
    port: 0,
    connections,
    ...(options.keepAlive && { keepAlive: options.keepAlive }),
  })
  return {
    address: server.address,
    kafka,
    metrics,
    produced,
    bodies,
    searchesRefused: () => searchesRefused,
    async securityEvents() {
      await securityLog.flush()
      return published
    },
    post: (body, headers = {}, path = '/webhooks/testing/meeting-ended') =>
      fetch(server.address + path, { method: 'POST', body, headers: { 'x-test-signature': hmacHex(secretOfA, body), ...headers } }),
    async stop() {
      await server.stop(1_000)
      await securityLog.close()
    },
  }
}

/** An event that the test directory gives to workspace-a. */
export const ended = JSON.stringify({ event: 'meeting.ended', id: 'm-7', hosts: ['ann@a.example'] })

/** What the raw topic holds, in order of writing. */
export const stored = (ingress: TestIngress): readonly KafkaRecord[] => ingress.kafka.records(rawWebhooks.name)

/** Starts ingresses that are stopped at the end of their test. */
export const testIngresses = (): typeof startTestIngress => {
  const running: TestIngress[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map((ingress) => ingress.stop()))
  })
  return async (options) => {
    const ingress = await startTestIngress(options)
    running.push(ingress)
    return ingress
  }
}

/** The head of what a client that speaks raw TCP to the test platform's route is answered. */
export const postRaw = async (
  ingress: TestIngress,
  headers: readonly string[],
  ...parts: readonly (string | Buffer)[]
): Promise<string> => {
  const { hostname, port } = new URL(ingress.address)
  const socket = connect(Number(port), hostname)
  socket.write(['POST /webhooks/testing/meeting-ended HTTP/1.1', 'Host: test', ...headers, '', ''].join('\r\n'))
  for (const part of parts) socket.write(part)
  let answer = ''
  for await (const chunk of socket) {
    answer += String(chunk)
    if (answer.includes('\r\n\r\n')) break
  }
  return answer
}
