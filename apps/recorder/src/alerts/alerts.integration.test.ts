import { createHmac, randomBytes } from 'node:crypto'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { createHttp } from '@hansard/shared/http/undici'
import { createTestDatabase, type TestDatabase } from '@hansard/shared/postgres/test-database'
import { recordJournal } from '../record-journal.ts'
import { deliveryOf } from '../test-entries.ts'
import { createOutbox } from './outbox.ts'
import { createAlertSender, leaseMs } from './send-alerts.ts'
import { startTestReceiver } from './test-receiver.ts'

const minute = 60_000
const hour = 60 * minute
const key = randomBytes(32)

let database: TestDatabase
let status = 204
let receiver: Awaited<ReturnType<typeof startTestReceiver>>
const hosts: string[] = []
const http = createHttp({ exceptions: { OUTGOING_PLAIN_HTTP_HOSTS: hosts, OUTGOING_PRIVATE_HOSTS: hosts } })

beforeAll(async () => {
  database = await createTestDatabase(process.env.DATABASE_URL!)
  receiver = await startTestReceiver(() => status)
  hosts.push(new URL(receiver.url).host)
})
afterAll(async () => {
  await http.close()
  await receiver.close()
  await database.drop()
})
beforeEach(() => void (status = 204))
afterEach(async () => {
  receiver.received.length = 0
  await database.postgres.query('DELETE FROM mcp.alerts')
})

/** A failure as the engine journals it. */
const failureOf = (delivery: ReturnType<typeof deliveryOf>, fingerprint: string, fields: Partial<JournalEntry> = {}) =>
  delivery.entry('transcript-processor', 'failed', {
    attempt: 5,
    reason: 'zoom.us did not answer: connection refused',
    details: { errorClass: 'TransientError', fingerprint, deadLetter: 'transcript-processor.dlq' },
    ...fields,
  })

/** A recorder's sender whose clock the test turns. */
const senderAt = (start: number) => {
  let now = start
  const register = new Registry()
  const lines: string[] = []
  const note = (fields: object, message?: string) => void lines.push(JSON.stringify({ ...fields, message }))
  const send = createAlertSender({
    outbox: createOutbox(database.postgres, leaseMs),
    http,
    receiver: { url: receiver.url, key },
    windowMs: hour,
    register,
    log: { info: note, warn: note, error: note } as never,
    signal: new AbortController().signal,
    now: () => now,
  })
  return {
    lines,
    async at(moment: number) {
      now = moment
      await send()
    },
    async metric(name: string) {
      return Number((await register.getSingleMetricAsString(name)).split('\n').at(-1)?.split(' ')[1])
    },
  }
}

const { receivedAt } = deliveryOf()
const soon = receivedAt + minute

describe('a delivery that fails for good', () => {
  test('is told, signed, with what to do about it', async () => {
    const delivery = deliveryOf()
    await recordJournal(database.postgres, [failureOf(delivery, 'f00d'), delivery.entry('verifier', 'verified')])
    await senderAt(soon).at(soon)
    expect(receiver.received).toHaveLength(1)
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]]
    expect(body).toEqual({
      severity: 'high',
      title: 'transcript-processor gave up deliveries',
      fingerprint: 'f00d',
      stage: 'transcript-processor',
      platform: 'zoom',
      count: 1,
      total: 1,
      firstAt: new Date(receivedAt + 1_000).toISOString(),
      lastAt: new Date(receivedAt + 1_000).toISOString(),
      webhookEventId: delivery.webhookEventId,
      message: 'zoom.us did not answer: connection refused',
      hint: 'npm run hansard -- dlq explain f00d',
    })
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${JSON.stringify(body)}`
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-timestamp': String(Math.floor(soon / 1_000)),
      'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    })
  })

  test('is told with the others of its cause: at once, then once a window as long as it goes on', async () => {
    const deliveries = Array.from({ length: 5 }, () => deliveryOf())
    const fail = (...some: typeof deliveries) =>
      recordJournal(
        database.postgres,
        some.map((delivery) => failureOf(delivery, 'beef')),
      )
    const sender = senderAt(soon)
    await fail(deliveries[0]!, deliveries[1]!)
    await sender.at(soon)
    await fail(deliveries[2]!)
    await sender.at(soon + minute)
    await fail(deliveries[3]!, deliveries[4]!)
    await sender.at(soon + hour - 1)
    expect(receiver.received.map(({ body }) => body)).toMatchObject([{ count: 2, total: 2 }])
    await sender.at(soon + hour)
    await sender.at(soon + 3 * hour)
    expect(receiver.received.map(({ body }) => body)).toMatchObject([
      { count: 2, total: 2 },
      { count: 3, total: 5, webhookEventId: deliveries[2]!.webhookEventId },
    ])
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    expect(await sender.metric('hansard_alerts_sent_total')).toBe(2)
  })

  test('is told once by several recorders, also when they start again and read the journal again', async () => {
    const entries = ['c1', 'c2', 'c3'].map((cause) => failureOf(deliveryOf(), cause))
    await recordJournal(database.postgres, entries)
    await Promise.all([senderAt(soon).at(soon), senderAt(soon).at(soon), senderAt(soon).at(soon)])
    await recordJournal(database.postgres, entries)
    await senderAt(soon).at(soon + 2 * hour)
    expect(new Set(receiver.received.map(({ body }) => body['fingerprint']))).toEqual(new Set(['c1', 'c2', 'c3']))
    expect(receiver.received).toHaveLength(3)
  })

  test('is no news a day later', async () => {
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'old')])
    await senderAt(soon).at(soon + 25 * hour)
    expect(receiver.received).toEqual([])
  })
})

describe('a receiver that does not take it', () => {
  test('is tried again after pauses, with the same id, and keeps no other alert from being sent', async () => {
    const sender = senderAt(soon)
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'a1')])
    status = 503
    await sender.at(soon)
    await sender.at(soon + 9_999)
    expect(receiver.received).toHaveLength(1)
    await sender.at(soon + 10_000)
    expect(receiver.received).toHaveLength(2)
    status = 204
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'a2')])
    await sender.at(soon + 20_000)
    expect(receiver.received.at(-1)?.body).toMatchObject({ fingerprint: 'a2' })
    await sender.at(soon + 70_000)
    expect(receiver.received.map(({ body }) => body['fingerprint'])).toEqual(['a1', 'a1', 'a2', 'a1'])
    const ids = receiver.received.filter(({ body }) => body['fingerprint'] === 'a1').map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(1)
    expect(await sender.metric('hansard_alert_failures_total')).toBe(2)
    expect(await sender.metric('hansard_alerts_sent_total')).toBe(2)
  })

  test('is left alone after the fifth try until the window has passed', async () => {
    const sender = senderAt(soon)
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'b1')])
    status = 500
    let at = soon
    for (const pause of [0, 10_000, 60_000, 300_000, 900_000]) await sender.at((at += pause))
    await sender.at(at + hour - 1)
    expect(receiver.received).toHaveLength(5)
    status = 200
    await sender.at(at + hour)
    expect(receiver.received).toHaveLength(6)
    await sender.at(at + 5 * hour)
    expect(receiver.received).toHaveLength(6)
  })

  test('is told what was being sent when a recorder died, once its lease has ended', async () => {
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'd1')])
    const taken = await createOutbox(database.postgres, leaseMs).take(soon)
    expect(taken).toMatchObject({ fingerprint: 'd1', tries: 1 })
    const sender = senderAt(soon)
    await sender.at(soon + leaseMs - 1)
    expect(receiver.received).toEqual([])
    await sender.at(soon + leaseMs)
    expect(receiver.received).toHaveLength(1)
  })

  test('is not named in the log with its address, nor are its answer or the signing key', async () => {
    const sender = senderAt(soon)
    await recordJournal(database.postgres, [failureOf(deliveryOf(), 'e1')])
    status = 401
    await sender.at(soon)
    await receiver.close()
    await sender.at(soon + minute)
    receiver = await startTestReceiver(() => status)
    hosts.push(new URL(receiver.url).host)
    expect(sender.lines).toHaveLength(2)
    expect(sender.lines[0]).toContain('it answered 401')
    expect(sender.lines[1]).toContain('did not answer')
    expect(sender.lines.join()).not.toContain('s3cret')
    expect(sender.lines.join()).not.toContain(key.toString('base64'))
  })
})

test('a cause that has not happened for a month is forgotten', async () => {
  await recordJournal(database.postgres, [failureOf(deliveryOf(), 'f1')])
  const sender = senderAt(soon)
  await sender.at(soon)
  const causes = () => database.postgres.query<{ count: number }>('SELECT count FROM mcp.alerts')
  await sender.at(soon + 29 * 24 * hour)
  expect(await causes()).toEqual([{ count: 1 }])
  await sender.at(soon + 31 * 24 * hour)
  expect(await causes()).toEqual([])
})

test('while PostgreSQL is away nothing is sent and nothing is thrown', async () => {
  const lines: string[] = []
  const send = createAlertSender({
    outbox: createOutbox({ query: () => Promise.reject(new Error('connection refused')) }, leaseMs),
    http,
    receiver: { url: receiver.url, key: undefined },
    windowMs: hour,
    register: new Registry(),
    log: { warn: (fields: object) => void lines.push(JSON.stringify(fields)) } as never,
    signal: new AbortController().signal,
    now: () => soon,
  })
  await send()
  expect(lines).toEqual(['{"error":"connection refused"}'])
})
