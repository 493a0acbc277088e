import { firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import type { SendResult } from '@hansard/simulator/webhook/send'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './cli.ts'
import { startPipeline, type Pipeline } from './pipeline.ts'
import type { Tenant } from './tenant.ts'

let hansard: Pipeline

beforeAll(async () => {
  hansard = await startPipeline('e2e-dead-letters', '0.2,0.4')
})
afterAll(() => hansard.stop())

const dlq = (...args: readonly string[]) => runCli({ ...hansard.env, USER: 'jo' }, 'dlq', ...args)

const idOf = ({ body }: SendResult): string => {
  const { status, webhook_event_id: id } = JSON.parse(body) as { readonly status: string; readonly webhook_event_id: string }
  expect(status).toBe('accepted')
  return id
}

const rowOf = async (id: string) => {
  const [row] = await hansard.postgres.query<{ readonly status: string; readonly error_message: string | null }>(
    'SELECT status, error_message FROM mcp.webhook_events WHERE id = $1',
    [id],
  )
  return row
}
const stepsOf = async (id: string, stage: string) => {
  const steps = await hansard.postgres.query<{ readonly status: string }>(
    'SELECT status FROM mcp.webhook_event_steps WHERE webhook_event_id = $1 AND stage = $2 ORDER BY at, rank',
    [id, stage],
  )
  return steps.map(({ status }) => status)
}
const becomes = async (id: string, status: string) => {
  await expect.poll(async () => (await rowOf(id))?.status, { timeout: 60_000, interval: 100 }).toBe(status)
}
const mergedOf = ({ workspaceId }: Tenant) => hansard.merged.values.filter((merged) => merged.workspaceId === workspaceId)
const occasion = () => ({ at: Date.now(), simulator: hansard.simulator.address })

const groups = async (...args: readonly string[]) =>
  JSON.parse((await dlq('list', '--json', ...args)).out) as {
    readonly stage: string
    readonly fingerprint: string
    readonly counts: Readonly<Record<string, number>>
  }[]

test('what a platform refused is given back when it refuses no more: processed once, with its history; what fails again is parked', async () => {
  const [tenant, other] = [await hansard.addTenant(), await hansard.addTenant()]
  const meetings = [inventMeeting('refused'), inventMeeting('refused too')] as const
  for (const meeting of meetings) hansard.simulator.addMeeting(meeting)
  hansard.simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'forbidden' })
  const first = idOf(await hansard.post(tenant, firefliesV2(meetings[0], occasion())))
  const second = idOf(await hansard.post(other, firefliesV2(meetings[1], occasion())))
  await Promise.all([becomes(first, 'failed'), becomes(second, 'failed')])

  const [cause] = await groups('--stage', 'transcript-processor')
  expect(cause).toMatchObject({ stage: 'transcript-processor', counts: { open: 2, redriven: 0, parked: 0 } })
  const { fingerprint } = cause!
  const explained = await dlq('explain', fingerprint.slice(0, 8))
  expect(explained.out).toContain(first)
  expect(explained.out).toMatch(/1 {2}tenant [0-9a-f]+, fireflies/)
  expect((await dlq('show', first)).out).toContain('"platform": "fireflies"')
  const tried = await dlq('redrive', '--fingerprint', fingerprint, '--dry-run')
  expect(tried.out).toMatch(/2 cannot be told\s+it would ask 127\.0\.0\.1/)

  expect(await dlq('redrive', '--id', first, '--reason', 'to see')).toMatchObject({ code: 0 })
  await expect.poll(() => stepsOf(first, 'transcript-processor'), { timeout: 60_000 }).toEqual(['failed', 'redriven', 'failed'])
  expect(await rowOf(first)).toMatchObject({ status: 'failed' })
  expect((await groups())[0]).toMatchObject({ counts: { open: 1, redriven: 1, parked: 1 } })

  hansard.simulator.clearFaults()
  expect((await dlq('redrive', '--fingerprint', fingerprint, '--reason', 'allowed again')).out).toContain('1 more is parked')
  await becomes(second, 'processed')
  expect(await rowOf(first)).toMatchObject({ status: 'failed' })
  expect((await dlq('redrive', '--fingerprint', fingerprint)).code).toBe(1)
  expect((await dlq('redrive', '--fingerprint', fingerprint, '--parked')).code).toBe(0)
  await becomes(first, 'processed')
  // The stages' entries are in partitions of their own: the last may be recorded before the one before it.
  const steps = ['failed', 'redriven', 'failed', 'redriven', 'processing']
  await expect.poll(() => stepsOf(first, 'transcript-processor'), { timeout: 60_000 }).toEqual(steps)
  for (const one of [tenant, other]) await expect.poll(() => mergedOf(one).length, { timeout: 60_000 }).toBe(1)
  expect(await groups()).toEqual([])
  expect((await dlq('list', '--all')).out).toContain('0 open, 3 redriven')
})

test('what the verifier refused is tried with its own code before and after the cause is gone, and passes as the same delivery', async () => {
  const tenant = await hansard.addTenant()
  const meeting = inventMeeting('unknown secret')
  hansard.simulator.addMeeting(meeting)
  const zoom = zoomTranscriptCompleted(meeting, occasion())
  const otter = otterWorkspace(meeting, occasion())
  const secrets = (activeUntil: string) =>
    hansard.postgres.query(
      `UPDATE core.integration_secrets SET active_until = ${activeUntil} WHERE integration_id IN
         (SELECT id FROM core.integrations WHERE workspace_id = $1 AND platform = 'zoom')`,
      [tenant.workspaceId],
    )
  await hansard.app('verifier').stop('SIGTERM')
  const id = idOf(await hansard.post(tenant, zoom))
  await secrets("'2000-01-01'")
  await hansard.startApp('verifier')
  await expect.poll(async () => (await rowOf(id))?.status ?? '', { timeout: 60_000 }).toMatch(/^(?:failed|rejected)$/)

  const attempt = async () => (await dlq('redrive', '--id', id, '--dry-run')).out
  expect(await attempt()).toContain('1 would fail again')
  await secrets('NULL')
  expect(await attempt()).toContain('1 would pass now (verified)')
  const shown = await dlq('show', id)
  expect(shown.out).toMatch(/"download_token": "\[removed\]"/)
  expect(shown.out).toMatch(/http-x-zm-signature\s+\[67 characters\]/)

  const atOnce = await Promise.all([dlq('redrive', '--id', id), dlq('redrive', '--id', id), dlq('redrive', '--id', id)])
  expect(atOnce.filter(({ out }) => out.includes('1 dead letter of verifier given back'))).toHaveLength(1)
  await becomes(id, 'processed')
  await expect.poll(() => stepsOf(id, 'verifier'), { timeout: 60_000 }).toEqual(expect.arrayContaining(['redriven', 'verified']))
  await expect.poll(() => stepsOf(id, 'deduper'), { timeout: 60_000 }).toEqual(['processing'])
  await becomes(idOf(await hansard.post(tenant, otter)), 'processed')
  const again = JSON.parse((await hansard.post(tenant, zoomTranscriptCompleted(meeting, occasion()))).body) as { webhook_event_id: string }
  await becomes(again.webhook_event_id, 'duplicate')
})
