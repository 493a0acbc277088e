import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import { journal } from '@hansard/shared/topics'
import { transcriptIdOf } from '@hansard/shared/transcript-id'
import { startStack } from '@hansard/stack/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './cli.ts'
import { startApp, type AppProcess } from './app-process.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
const opened = new AsyncDisposableStack()
const alerts: Readonly<Record<string, unknown>>[] = []
let env: NodeJS.ProcessEnv
let recorders: readonly AppProcess[]
let write: (...entries: readonly JournalEntry[]) => Promise<void>

beforeAll(async () => {
  const stateDir = join(root, '.hansard', 'e2e-overdue')
  const own = { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' }
  const stack = await startStack({ stateDir, fresh: true, env: own, only: ['kafka', 'registry', 'postgres'] })
  opened.defer(() => stack.stop())
  const receiver = createServer((request, response) => {
    const take = async () => {
      alerts.push((await json(request)) as (typeof alerts)[0])
      response.writeHead(204).end()
    }
    void take()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  opened.defer(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const receiverHost = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
  env = {
    ...process.env,
    ...stack.env,
    HEALTH_PORT: '0',
    OVERDUE_SECONDS: '0.2',
    METRICS_SECONDS: '0.2',
    ALERT_SECONDS: '0.2',
    ALERT_WEBHOOK_URL: `http://${receiverHost}/`,
    OUTGOING_PLAIN_HTTP_HOSTS: receiverHost,
    OUTGOING_PRIVATE_HOSTS: receiverHost,
  }
  await run(process.execPath, [join(root, 'packages/shared/src/provision/main.ts')], { env })
  const { ledger } = stack
  const start = (name: string) => startApp('recorder', { env, logFile: join(stateDir, 'logs', `recorder-${name}.log`), ledger })
  recorders = await Promise.all(['a', 'b'].map(start))
  opened.defer(async () => void (await Promise.all(recorders.map((recorder) => recorder.stop('SIGTERM')))))
  const kafka = createKafka({ brokers: stack.kafka.brokers.split(','), clientId: 'e2e', log: createLogger('e2e', 'error') })
  opened.defer(() => kafka.close())
  const [codec, producer] = [await createRegistry(stack.registry.url).codec([journal]), await kafka.producer()]
  opened.defer(() => producer.close())
  write = (...entries) =>
    producer.send(
      entries.map((entry) => ({
        topic: journal.name,
        partition: 0,
        key: entry.webhookEventId,
        value: codec.encode(journal.contract, journal.name, entry),
        headers: {},
      })),
    )
})
afterAll(() => opened.disposeAsync())

/** A delivery of a Zoom recording, received two days ago. */
const deliveryOf = (externalId: string) => {
  const [webhookEventId, workspaceId] = [randomUUID(), randomUUID()]
  const receivedAt = Date.now() - 48 * 3_600_000
  const entry = (stage: string, status: string, fields: Partial<JournalEntry>): JournalEntry => ({
    entryId: randomUUID(),
    webhookEventId,
    stage,
    status,
    reason: null,
    at: Date.now(),
    receivedAt,
    attempt: 1,
    origin: 'input/0/1',
    traceparent: null,
    details: {},
    webhook: null,
    ...fields,
  })
  const platform = 'zoom'
  const known = { platform, eventType: 'recording.completed', workspaceId, integrationId: null, externalId, aliases: [], payload: null }
  return {
    transcriptId: transcriptIdOf({ platform, workspaceId, externalId }),
    entry,
    verified: () => entry('verifier', 'verified', { webhook: { ...known, verified: true } }),
  }
}

const hansard = async (...args: readonly string[]) => {
  const { code, out } = await runCli(env, ...args)
  expect(code).toBe(0)
  return out
}

const overdueAtZoom = async (recorder: AppProcess) => {
  const metrics = await (await fetch(`${recorder.address}/metrics`)).text()
  return Number(/^hansard_overdue_transcripts\{platform="zoom"\} (\d+)$/m.exec(metrics)?.[1] ?? 0)
}

test('a transcript that does not come is found by the running recorders, counted, listed and told once, until it comes', async () => {
  const [missing, came] = [deliveryOf('missing'), deliveryOf('came')]
  await write(
    missing.verified(),
    came.verified(),
    came.entry('transcript-processor', 'processing', { details: { transcriptId: came.transcriptId } }),
  )
  await expect.poll(() => alerts, { timeout: 60_000 }).toHaveLength(1)
  expect(alerts[0]).toMatchObject({ severity: 'medium', fingerprint: 'overdue-zoom', platform: 'zoom', count: 1 })
  for (const recorder of recorders) await expect.poll(() => overdueAtZoom(recorder), { timeout: 60_000 }).toBe(1)
  expect(await hansard('overdue')).toContain('zoom missing')
  expect(await hansard('where', 'missing')).toContain(`Transcript ${missing.transcriptId} · overdue`)

  await write(missing.entry('transcript-processor', 'processing', { details: { transcriptId: missing.transcriptId } }))
  for (const recorder of recorders) await expect.poll(() => overdueAtZoom(recorder), { timeout: 60_000 }).toBe(0)
  expect(await hansard('overdue')).toBe('No transcript is overdue.\n')
  expect(await hansard('where', 'missing')).toContain(`Transcript ${missing.transcriptId} · late`)
  expect(alerts).toHaveLength(1)
})

test('a delivery that failed for good is told once, whichever recorder recorded it', async () => {
  alerts.length = 0
  const delivery = deliveryOf('failed')
  const details = { errorClass: 'TransientError', fingerprint: 'f00d', deadLetter: 'merger.dlq' }
  const failed = delivery.entry('merger', 'failed', { attempt: 5, reason: 'it went wrong', details })
  await write(delivery.entry('transcript-processor', 'processing', { details: { transcriptId: delivery.transcriptId } }), failed, failed)
  await expect.poll(() => alerts, { timeout: 60_000 }).toHaveLength(1)
  expect(alerts[0]).toMatchObject({ severity: 'high', fingerprint: 'f00d', stage: 'merger', count: 1, message: 'it went wrong' })
})
