import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import type { SendResult } from '@hansard/simulator/webhook/send'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppName } from './app-process.ts'
import { startPipeline, type Pipeline } from './pipeline.ts'
import type { Tenant } from './tenant.ts'

let hansard: Pipeline

beforeAll(async () => {
  hansard = await startPipeline('e2e-outages', '0.2,0.4,0.8,1.6')
})
afterAll(() => hansard.stop())

let days = 0

/** Posts a short meeting of its own, on a day of its own; undefined where there was no answer at all. */
const postOne = async (tenant: Tenant, name: string): Promise<SendResult | undefined> => {
  const meeting = inventMeeting(name, { minutes: 2, complete: true, startedAt: Date.parse('2020-01-01T15:00:00Z') + days++ * 86_400_000 })
  return hansard.post(tenant, otterWorkspace(meeting, { at: Date.now() })).catch(() => undefined)
}
const idOf = ({ body }: SendResult) => (JSON.parse(body) as { webhook_event_id: string }).webhook_event_id
const processed = () =>
  new Set(
    hansard.journal.values.flatMap(({ webhookEventId, status }) =>
      status === 'processed' && webhookEventId !== null ? [webhookEventId] : [],
    ),
  )

/** Every accepted delivery was processed, and led to exactly one transcript and one meeting. */
const expectAllAccountedFor = async (tenant: Tenant, accepted: readonly string[]) => {
  await expect.poll(() => accepted.filter((id) => !processed().has(id)), { timeout: 60_000 }).toEqual([])
  const sorted = accepted.toSorted()
  const ofTenant = ({ workspaceId }: { readonly workspaceId: string }) => workspaceId === tenant.workspaceId
  expect(
    hansard.fetched.values
      .filter(ofTenant)
      .map(({ webhookEventId }) => webhookEventId)
      .toSorted(),
  ).toEqual(sorted)
  await expect
    .poll(
      () =>
        hansard.merged.values
          .filter(ofTenant)
          .map(({ change }) => change.webhookEventId ?? '')
          .toSorted(),
      { timeout: 60_000 },
    )
    .toEqual(sorted)
}

test('Kafka away for ten seconds: 503 for every webhook meanwhile, and every 200 before and after is accounted for', async () => {
  const tenant = await hansard.addTenant()
  const accepted: string[] = []
  const before = await Promise.all(Array.from({ length: 20 }, (_, n) => postOne(tenant, `before ${n}`)))
  await hansard.stack.kafka.stop()
  const stoppedAt = performance.now()
  const during: (SendResult | undefined)[] = []
  for (let n = 0; performance.now() - stoppedAt < 10_000; n++) during.push(await postOne(tenant, `during ${n}`))
  await hansard.stack.kafka.start()
  await expect
    .poll(
      async () => {
        const answer = await postOne(tenant, `after ${accepted.length} ${performance.now()}`)
        if (answer?.status === 200) accepted.push(idOf(answer))
        return answer?.status
      },
      { timeout: 60_000 },
    )
    .toBe(200)

  expect(during.map((answer) => answer?.status)).toEqual(during.map(() => 503))
  expect(during.length).toBeGreaterThan(2)
  for (const answer of during) {
    expect(answer?.headers['retry-after']).toMatch(/^\d+$/)
    expect(answer?.ms).toBeLessThan(3_000)
  }
  expect(before.map((answer) => answer?.status)).toEqual(before.map(() => 200))
  accepted.push(...before.flatMap((answer) => (answer ? [idOf(answer)] : [])))
  await expect.poll(() => accepted.filter((id) => !processed().has(id)), { timeout: 60_000 }).toEqual([])
})

test('Redis, PostgreSQL and the registry away for longer than a session: nothing lost, no attempt spent, and readiness says what is missing', async () => {
  const tenant = await hansard.addTenant()
  const before = await postOne(tenant, 'before they go')
  const accepted = before ? [idOf(before)] : []
  await expectAllAccountedFor(tenant, accepted)
  const { redis, postgres, registry } = hansard.stack
  await Promise.all([redis.stop(), postgres.stop(), registry.stop()])
  const stoppedAt = performance.now()
  for (let n = 0; performance.now() - stoppedAt < 12_000; n++) {
    const answer = await postOne(tenant, `away ${n}`)
    if (answer?.status === 200) accepted.push(idOf(answer))
  }
  const missing = async () =>
    (await fetch(`${hansard.app('deduper').address}/readyz`)).json() as Promise<{ waitingFor?: Record<string, string> }>
  expect(Object.keys((await missing()).waitingFor ?? {})).toContain('redis')
  const metrics = await (await fetch(`${hansard.app('deduper').address}/metrics`)).text()
  expect(metrics).toMatch(/hansard_dependency_up\{dependency="redis"\} 0/)
  await Promise.all([redis.start(), postgres.start(), registry.start()])
  expect(accepted.length).toBeGreaterThan(10)
  await expectAllAccountedFor(tenant, accepted)
  const attempts = hansard.journal.values
    .filter(({ webhookEventId }) => accepted.includes(webhookEventId ?? ''))
    .map(({ attempt }) => attempt)
  expect(new Set(attempts)).toEqual(new Set([1]))
  await expect.poll(async () => (await missing()).waitingFor, { timeout: 60_000 }).toBeUndefined()
})

describe('an app that is told to stop in mid-stream', () => {
  test.each<AppName>(['ingress', 'verifier', 'deduper', 'transcript-processor', 'merger', 'recorder'])(
    '%s: nothing lost, nothing twice',
    async (name) => {
      const tenant = await hansard.addTenant()
      const total = 30
      const accepted: string[] = []
      let sent = 0
      const half = Promise.withResolvers<void>()
      const stream = async () => {
        for (let n = 0; n < total; n++) {
          const answer = await postOne(tenant, `${name} ${n}`)
          if (answer?.status === 200) accepted.push(idOf(answer))
          if (++sent === total / 2) half.resolve()
        }
      }
      const streaming = stream()
      await half.promise
      const stopping = performance.now()
      expect(await hansard.app(name).stop('SIGTERM')).toBe(0)
      expect(performance.now() - stopping).toBeLessThan(10_000)
      await hansard.startApp(name)
      await streaming
      expect(accepted.length).toBeGreaterThanOrEqual(total / 2)
      await expectAllAccountedFor(tenant, accepted)
    },
  )

  test('the tables have caught up with the journal', async () => {
    const rows = async () => {
      const found = await hansard.postgres.query<{ id: string }>(`SELECT id FROM mcp.webhook_events WHERE status = 'processed'`)
      return found.map(({ id }) => id).toSorted()
    }
    await expect.poll(rows, { timeout: 60_000 }).toEqual([...processed()].toSorted())
  })
})
