import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FetchedTranscript, JournalEntry, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import { chainTopics, fetchedTranscripts, journal, mergedTranscripts } from '@hansard/shared/topics'
import { startSimulator, type Simulator } from '@hansard/simulator/simulator'
import { sendWebhook, type SendResult } from '@hansard/simulator/webhook/send'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import { startStack, type Stack } from '@hansard/stack/stack'
import { waitUntil } from '@hansard/stack/wait-until'
import { appNames, startApp, type AppName, type AppProcess } from './app-process.ts'
import { addTenant, platformNames, type Tenant, type TenantOptions } from './tenant.ts'
import { readTopic, type TopicReader } from './topic-reader.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The whole of Hansard: embedded stack, simulated platforms, six processes, and subscribers of its topics. */
export interface Pipeline {
  /** Where logs and data are. */
  readonly stateDir: string
  readonly stack: Stack
  readonly simulator: Simulator
  readonly postgres: Postgres
  readonly env: NodeJS.ProcessEnv
  readonly fetched: TopicReader<FetchedTranscript>
  readonly merged: TopicReader<MergedTranscript>
  readonly journal: TopicReader<JournalEntry>
  app(name: AppName): AppProcess
  startApp(name: AppName): Promise<AppProcess>
  addTenant(options?: TenantOptions): Promise<Tenant>
  /** Signs with the tenant's secret and posts to the integration's own URL. */
  post(tenant: Tenant, webhook: Webhook, headers?: Readonly<Record<string, string>>): Promise<SendResult>
  /** Posts to the platform's shared route. */
  postShared(tenant: Tenant, webhook: Webhook, headers?: Readonly<Record<string, string>>): Promise<SendResult>
  stop(): Promise<void>
}

/** `name` is the folder under .hansard/ for its logs and data, emptied first. `retryDelays`: seconds. `more`: settings of the apps. */
export const startPipeline = async (
  name: string,
  retryDelays: string,
  more: NodeJS.ProcessEnv = {},
  { transcriptHosts = [] }: { readonly transcriptHosts?: readonly string[] } = {},
): Promise<Pipeline> => {
  // Whatever was opened is let go of in reverse order, also when the start fails half-way.
  const opened = new AsyncDisposableStack()
  try {
    return await open(join(root, '.hansard', name), retryDelays, { more, transcriptHosts }, opened)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

interface Settings {
  readonly more: NodeJS.ProcessEnv
  /** Hosts that Zoom's transcripts may come from besides the simulator's. */
  readonly transcriptHosts: readonly string[]
}

const open = async (
  stateDir: string,
  retryDelays: string,
  { more, transcriptHosts }: Settings,
  opened: AsyncDisposableStack,
): Promise<Pipeline> => {
  const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }
  const stack = await startStack({ stateDir, fresh: true, env: { ...process.env, ...noAddresses } })
  opened.defer(() => stack.stop())
  const simulator = await startSimulator()
  opened.defer(() => simulator.close())
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...stack.env,
    ...simulator.env,
    HANSARD_KEYS: `e2e:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: randomBytes(16).toString('hex'),
    PORT: '0',
    HEALTH_PORT: '0',
    RETRY_DELAYS: retryDelays,
    DIRECTORY_REFRESH_MS: '200',
    ...more,
    TRANSCRIPT_HOSTS: [simulator.env.TRANSCRIPT_HOSTS, ...transcriptHosts].join(','),
    // The simulator's hosts stay reachable beside those that a test names.
    ...Object.fromEntries(
      (['OUTGOING_PLAIN_HTTP_HOSTS', 'OUTGOING_PRIVATE_HOSTS'] as const).map((name) => [
        name,
        [simulator.env[name], more[name]].filter(Boolean).join(','),
      ]),
    ),
  }
  await promisify(execFile)(process.execPath, [join(root, 'packages/shared/src/provision/main.ts')], { env })
  const apps = new Map<AppName, AppProcess>()
  const start = async (app: AppName) => {
    const started = await startApp(app, { env, logFile: join(stateDir, 'logs', `${app}.log`), ledger: stack.ledger })
    apps.set(app, started)
    return started
  }
  opened.defer(async () => void (await Promise.all([...apps.values()].map((each) => each.stop('SIGTERM')))))
  const postgres = createPostgres(stack.postgres.url)
  opened.defer(() => postgres.close())
  const kafka = createKafka({ brokers: stack.kafka.brokers.split(','), clientId: 'e2e', log: createLogger('e2e', 'error') })
  opened.defer(() => kafka.close())
  const codec = await createRegistry(stack.registry.url).codec(chainTopics)
  const [fetched, merged, journaled] = await Promise.all([
    readTopic(kafka, codec, fetchedTranscripts),
    readTopic(kafka, codec, mergedTranscripts),
    readTopic(kafka, codec, journal),
    ...appNames.map(start),
  ])
  for (const reader of [fetched, merged, journaled]) opened.defer(() => reader.stop())
  const app = (wanted: AppName) => {
    const found = apps.get(wanted)
    if (found === undefined) throw new Error(`${wanted} is not running`)
    return found
  }
  const send = (tenant: Tenant, webhook: Webhook, path: string, headers: Readonly<Record<string, string>> = {}) =>
    sendWebhook({
      url: `${app('ingress').address}${path}`,
      platform: webhook.platform,
      body: webhook.body,
      secret: tenant.secrets[webhook.platform],
      headers: { ...webhook.headers, ...headers },
    })
  return {
    stateDir,
    stack,
    simulator,
    postgres,
    env,
    fetched,
    merged,
    journal: journaled,
    app,
    startApp: start,
    async addTenant(options) {
      const tenant = await addTenant(postgres, env['HANSARD_KEYS'] ?? '', simulator, options)
      // A process sees a new integration at its next look at the directory.
      const known = async () => {
        const answers = await Promise.all(
          platformNames.map((platform) => sendWebhook({ url: `${app('ingress').address}${tenant.paths[platform]}`, platform, body: '' })),
        )
        return answers.every(({ status }) => status !== 404)
      }
      if (!(await waitUntil(known, 60_000))) throw new Error('the ingress does not learn of a new integration')
      return tenant
    },
    post: (tenant, webhook, headers) => send(tenant, webhook, tenant.paths[webhook.platform], headers),
    postShared: (tenant, webhook, headers) => send(tenant, webhook, webhook.path, headers),
    stop: () => opened.disposeAsync(),
  }
}
