import { randomUUID } from 'node:crypto'
import { Registry } from 'prom-client'
import { createClaims } from '../claims/claims.ts'
import { bytes } from '../contracts/contract.ts'
import type { JournalEntry } from '../contracts/contracts.generated.ts'
import { uuidV7 } from '../ids.ts'
import { createKafka } from '../kafka/kafka.ts'
import type { KafkaRecord } from '../kafka/port.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRedis, redisReady } from '../redis/redis.ts'
import { createRegistry } from '../registry/registry.ts'
import type { App } from '../runtime/app.ts'
import { createLogger } from '../runtime/logger.ts'
import { runStage } from '../stage/run-stage.ts'
import type { Context, Decision, Stage, Topic } from '../stage/stage.ts'
import { deadLetterTopicName, journal, retryTopicName } from '../topics.ts'

const log = createLogger('test', 'silent')
const retryDelays = [0.05, 0.1]

/** A stage of its own on the real stack, that takes a claim for each record and then does what the test says. */
export const createTestClinic = async (env: NodeJS.ProcessEnv) => {
  const id = randomUUID()
  const name = `clinic-${id}`
  const [input, output]: readonly Topic<Buffer>[] = [`clinic-in-${id}`, `clinic-out-${id}`].map((topic) => ({
    name: topic,
    contract: bytes,
  }))
  if (input === undefined || output === undefined) throw new Error('unreachable')
  const kafka = createKafka({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', log })
  const postgres = createPostgres(env.DATABASE_URL ?? '')
  const redis = createRedis(env.REDIS_URL ?? '')
  const registry = createRegistry(env.SCHEMA_REGISTRY_URL ?? '')
  const own = [input.name, output.name, deadLetterTopicName(name), ...retryDelays.map((seconds) => retryTopicName(name, seconds))]
  await Promise.all([
    migrate(env.DATABASE_URL ?? ''),
    redisReady(redis),
    registry.register([journal]),
    kafka.createTopics([...own, journal.name].map((topic) => ({ name: topic, partitions: 2, replicationFactor: 1, config: {} }))),
  ])
  const codec = await registry.codec([journal])
  const claims = createClaims(redis, postgres)
  const producer = await kafka.producer()
  const releases: (() => Promise<void> | void)[] = []

  /** Wins the claim of what the record says, or is told who did: like the deduper. */
  const stageThat = (act: (text: string, context: Context) => Decision, take = claims): Stage<Buffer> => ({
    name,
    inputs: [input],
    retryDelays,
    concurrency: 4,
    async handle(body, context) {
      const text = body.toString()
      const claimant = { owner: context.origin, webhookEventId: context.webhookEventId ?? '', at: context.receivedAt }
      const claim = await take.claim(`${name}|${text}`, claimant, 60_000)
      if (claim.won) return act(text, context)
      return { kind: 'drop', journal: { status: 'duplicate', details: { duplicateOf: claim.holder.webhookEventId } } }
    },
  })

  const testApp = (): App & { stop(): Promise<void> } => {
    const stopping = new AbortController()
    const stops: (() => Promise<void> | void)[] = []
    return {
      name,
      log,
      outcomes: log,
      metrics: new Registry(),
      signal: stopping.signal,
      onStop: (_, release) => void stops.push(release),
      setReady: () => undefined,
      onAlive: () => undefined,
      notReady: () => ({}),
      alive: () => true,
      addOperatorPage: () => undefined,
      fail(error) {
        throw error
      },
      async stop() {
        stopping.abort()
        for (const release of stops.splice(0).toReversed()) await release()
      },
    }
  }

  const read = async (topic: string): Promise<readonly KafkaRecord[]> => {
    const records: KafkaRecord[] = []
    await kafka.read([topic], async (some) => void records.push(...some))
    return records
  }

  return {
    name,
    kafka,
    postgres,
    codec,
    claims,
    retryDelays,
    output,
    stageThat,
    read,
    emit: (text: string): Decision => ({
      kind: 'emit',
      messages: [{ topic: output, key: text, value: Buffer.from(text) }],
      journal: { status: 'processing' },
    }),
    /** Puts deliveries into the stage's input and returns their ids. */
    async send(...texts: readonly string[]): Promise<readonly string[]> {
      const sent = texts.map((text) => ({ text, id: uuidV7() }))
      await producer.send(
        sent.map(({ text, id: event }, index) => ({
          topic: input.name,
          partition: index % 2,
          key: text,
          value: Buffer.from(text),
          headers: { 'webhook-event-id': event, 'received-at': '1800000000000', platform: 'zoom', traceparent: `trace-${text}` },
        })),
      )
      return sent.map((one) => one.id)
    },
    produce: producer.send,
    /** Runs the stage until the returned function is called. */
    async run(act: (text: string, context: Context) => Decision): Promise<() => Promise<void>> {
      const app = testApp()
      releases.push(app.stop)
      const deadLetterLimit = { window: 100, minimum: 100, share: 1 }
      const settings = { guarantee: 'exactly-once', batchRecords: 100, deferForMs: 60_000, batchMs: 5_000, deadLetterLimit } as const
      await runStage(stageThat(act), { app, kafka, codec, outputs: [output], ...settings })
      return app.stop
    },
    /** What the journal says of these deliveries, in order of writing within each. */
    async journaled(ids: readonly string[]): Promise<readonly JournalEntry[]> {
      const records = await read(journal.name)
      const ours = records.filter(({ headers }) => ids.includes(headers['webhook-event-id'] ?? ''))
      return Promise.all(ours.map(({ value }) => codec.decode(journal.contract, value)))
    },
    async close() {
      for (const release of releases) await release()
      await producer.close()
      await claims.close()
      redis.disconnect()
      await Promise.all([postgres.close(), kafka.close()])
    },
  }
}
