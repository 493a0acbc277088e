import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FetchedTranscript, JournalEntry, WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import { webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import { readLetters } from '@hansard/shared/dead-letters/read-letters'
import { createMemoryKafka } from '@hansard/shared/kafka/memory'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import type { Codec } from '@hansard/shared/registry/codec'
import { createRegistry } from '@hansard/shared/registry/registry'
import { chainTopics, deadLetterTopicName, fetchedTranscripts, journal, verifiedWebhooks } from '@hansard/shared/topics'
import { CommandFailed } from '../problems.ts'
import { tryInStage } from './try-in-stage.ts'

const env = { ...process.env, HANSARD_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` }
const postgres = createPostgres(process.env.DATABASE_URL!)
const registry = createRegistry(process.env.SCHEMA_REGISTRY_URL!)
let codec: Codec

beforeAll(async () => {
  await Promise.all([migrate(process.env.DATABASE_URL!), registry.register(chainTopics)])
  codec = await registry.codec(chainTopics)
})
afterAll(() => postgres.close())

const webhookEventId = randomUUID()
const event: WebhookEvent = {
  webhookEventId,
  platform: 'fireflies',
  eventType: 'transcript.ready',
  workspaceId: randomUUID(),
  integrationId: randomUUID(),
  externalId: randomUUID(),
  aliases: [],
  revision: 'r1',
  occurredAt: null,
  subject: '',
  receivedAt: 1_800_000_000_000,
  content: '{}',
  sealed: null,
}
const transcript: FetchedTranscript = {
  transcriptId: randomUUID(),
  revisionId: randomUUID(),
  workspaceId: event.workspaceId,
  integrationId: event.integrationId,
  webhookEventId,
  platform: 'fireflies',
  externalId: event.externalId,
  aliases: [],
  title: 'Planning',
  joinUrl: null,
  startedAt: 1_800_000_000_000,
  durationMs: 60_000,
  participants: [],
  segments: [{ startMs: 0, endMs: 1_000, speaker: 'Ada', text: 'Shall we begin?', rawText: null }],
  sourceUpdatedAt: null,
  receivedAt: 1_800_000_000_000,
  notes: [],
}
const entry: JournalEntry = {
  entryId: randomUUID(),
  webhookEventId,
  stage: 'merger',
  status: 'processed',
  reason: null,
  at: 1_800_000_000_000,
  receivedAt: null,
  attempt: 1,
  origin: 'transcripts.fetched.v1/0/1',
  traceparent: null,
  details: {},
  webhook: null,
}

/** What the stage's program says of dead letters that came from this topic. */
const tried = async (stage: string, topic: string, values: readonly Buffer[], surroundings: NodeJS.ProcessEnv = env) => {
  const kafka = createMemoryKafka()
  const dlq = deadLetterTopicName(stage)
  await kafka.createTopics([{ name: dlq, partitions: 1, replicationFactor: 1, config: {} }])
  const producer = await kafka.producer()
  await producer.send(
    values.map((value, index) => ({
      topic: dlq,
      partition: 0,
      key: 'k',
      value,
      headers: { origin: `${topic}/0/${index}`, 'webhook-event-id': webhookEventId, 'last-failed-at': String(index) },
    })),
  )
  return tryInStage(kafka, surroundings, stage, await readLetters(kafka, [stage]))
}

const broken = Buffer.from('not Avro')
const unreadable = { kind: 'fails', errorClass: 'PermanentError', message: expect.stringContaining('wire format') }
const count = async (table: string, where: string, id: string) =>
  (await postgres.query(`SELECT 1 FROM ${table} WHERE ${where} = $1`, [id])).length

test('the verifier says that a record was not written by the ingress', async () => {
  const [verdict] = await tried('verifier', 'webhooks.raw.v1', [Buffer.from('{}')])
  expect(verdict).toMatchObject({ kind: 'fails', errorClass: 'Rejected', message: expect.stringContaining('platform') })
})

test('the deduper says who would win, and takes no claim', async () => {
  const value = codec.encode(verifiedWebhooks.contract, verifiedWebhooks.name, event)
  const key = webhookClaimKey(event)
  expect(await tried('deduper', verifiedWebhooks.name, [value, broken])).toMatchObject([
    { kind: 'passes', status: 'processing' },
    unreadable,
  ])
  expect(await count('mcp.claims', 'key', key)).toBe(0)
  const claim = 'INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at) VALUES ($1, $2, $3, now())'
  await postgres.query(claim, [key, `${verifiedWebhooks.name}/0/0`, webhookEventId])
  expect(await tried('deduper', verifiedWebhooks.name, [value])).toEqual([{ kind: 'passes', status: 'processing' }])
  await postgres.query('UPDATE mcp.claims SET webhook_event_id = $2 WHERE key = $1', [key, randomUUID()])
  expect(await tried('deduper', verifiedWebhooks.name, [value])).toEqual([{ kind: 'passes', status: 'duplicate' }])
})

test('the transcript-processor says that the integration is gone, without asking anybody', async () => {
  const value = codec.encode(verifiedWebhooks.contract, verifiedWebhooks.name, event)
  expect(await tried('transcript-processor', 'webhooks.unique.v1', [value, broken])).toMatchObject([
    { kind: 'fails', errorClass: 'PermanentError', message: `integration ${event.integrationId} is gone` },
    unreadable,
  ])
})

test('the merger takes a transcript in and forgets it', async () => {
  const value = codec.encode(fetchedTranscripts.contract, fetchedTranscripts.name, transcript)
  expect(await tried('merger', fetchedTranscripts.name, [value, broken])).toMatchObject([
    { kind: 'passes', status: 'processed' },
    unreadable,
  ])
  expect(await count('meetings.transcripts', 'transcript_id', transcript.transcriptId)).toBe(0)
  expect(await count('meetings.inbox', 'input_id', transcript.revisionId)).toBe(0)
})

test('the recorder records an entry and forgets it', async () => {
  const value = codec.encode(journal.contract, journal.name, entry)
  expect(await tried('recorder', journal.name, [value, broken])).toMatchObject([{ kind: 'passes' }, unreadable])
  expect(await count('mcp.webhook_event_steps', 'entry_id', entry.entryId)).toBe(0)
})

test('says why a stage cannot be tried', async () => {
  const attempt = tried('deduper', verifiedWebhooks.name, [broken], { ...env, DATABASE_URL: '' })
  await expect(attempt).rejects.toThrow(CommandFailed)
  await expect(attempt).rejects.toThrow('DATABASE_URL: is missing')
})
