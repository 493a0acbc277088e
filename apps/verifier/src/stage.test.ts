import { createHmac, randomBytes } from 'node:crypto'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import type { Directory } from '@hansard/shared/directory/directory'
import type { Context } from '@hansard/shared/stage/stage'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createVerifierStage } from './stage.ts'

const keyRing = parseKeyRing(`test:${randomBytes(32).toString('base64')}`)
const secret = 'test-secret-token-0123456789'
const workspaceId = '0199b6a8-0000-7000-8000-0000000000aa'
const integrationId = '0199b6a8-0000-7000-8000-0000000000bb'
const webhookEventId = '0199b6a8-0000-7000-8000-000000000001'
const directory: Directory = {
  integrations: [
    {
      id: integrationId,
      workspaceId,
      platform: 'zoom',
      status: 'connected',
      urlKeyHash: null,
      secrets: [{ id: 's', value: secret, activeFrom: 0, activeUntil: null }],
    },
  ],
  members: new Map([['nadia@northwind.example', workspaceId]]),
  domains: new Map(),
}
const receivedAt = 1_785_368_934_000
const timestamp = String(receivedAt / 1000)

const used: unknown[] = []
const stageWith = (given: { current?: () => Directory | undefined; renew?: () => Promise<boolean> } = {}) =>
  createVerifierStage({
    onSecretsUsed: (...use) => used.push(use),
    platforms: createPlatforms(z.object(platformConfig).parse({})),
    directory: { current: () => directory, renew: async () => false, ...given },
    keyRing,
    retryDelays: [60],
    concurrency: 1,
  })
const contextOf = (headers: Context['headers']): Context => ({
  origin: 'webhooks.raw.v1/0/0',
  webhookEventId,
  attempt: 1,
  deferrals: 0,
  receivedAt,
  traceparent: undefined,
  headers,
  signal: new AbortController().signal,
})
const payload = (host = 'nadia@northwind.example') =>
  Buffer.from(
    JSON.stringify({
      event: 'recording.transcript_completed',
      event_ts: receivedAt - 1_000,
      download_token: 'canary-token',
      payload: {
        account_id: 'A',
        object: {
          id: 84512007731,
          uuid: 'aB+cD/eF==',
          topic: 'café 🚀',
          host_email: host,
          start_time: '2026-09-14T15:00:10Z',
          password: 'canary-passcode',
          share_url: 'https://example.zoom.us/canary-share',
          recording_files: [
            {
              id: 'f',
              file_type: 'TRANSCRIPT',
              status: 'completed',
              recording_start: '2026-09-14T15:00:42Z',
              download_url: 'https://example.zoom.us/canary-download',
            },
          ],
        },
      },
    }),
  )
const signed = (body: Buffer) => ({
  platform: 'zoom',
  'http-x-zm-request-timestamp': timestamp,
  'http-x-zm-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
})

test('an authentic delivery goes on under its workspace and meeting, its secrets sealed', async () => {
  const body = payload()
  const decision = await stageWith().handle(body, contextOf(signed(body)))
  expect(decision).toMatchObject({
    kind: 'emit',
    messages: [{ key: `${workspaceId}:A/aB+cD/eF==`, value: { webhookEventId, workspaceId, integrationId, receivedAt } }],
    journal: { status: 'verified' },
  })
  const text = JSON.stringify(decision)
  expect(text).not.toContain('canary')
  if (decision.kind !== 'emit') throw new Error('not emitted')
  const { sealed } = decision.messages[0]!.value as { sealed: string }
  expect(keyRing.open(sealed, webhookEventId)).toContain('canary-token')
})

test('tells which secret had signed a delivery, and when it was received, also of one that nobody wants', async () => {
  used.length = 0
  for (const body of [payload(), payload('somebody@else.example'), Buffer.from('{"event":"meeting.started","payload":{}}')])
    await stageWith().handle(body, contextOf(signed(body)))
  await stageWith().handle(payload('mallory@evil.example'), contextOf(signed(payload())))
  expect(used).toEqual(Array.from({ length: 3 }, () => [['s'], receivedAt]))
})

test('bytes that were changed after the ingress saw them are rejected', async () => {
  const headers = signed(payload())
  expect(await stageWith().handle(payload('mallory@evil.example'), contextOf(headers))).toMatchObject({ kind: 'reject' })
})

test('freshness is judged at receipt, however late the record is verified', async () => {
  const body = payload()
  expect(await stageWith().handle(body, contextOf(signed(body)))).toMatchObject({ kind: 'emit' })
  expect(await stageWith().handle(body, { ...contextOf(signed(body)), receivedAt: receivedAt + 301_000 })).toMatchObject({ kind: 'reject' })
})

test('a host in no workspace is ignored, with the reason', async () => {
  const body = payload('somebody@else.example')
  expect(await stageWith().handle(body, contextOf(signed(body)))).toMatchObject({
    kind: 'drop',
    journal: { status: 'ignored', reason: 'Host not associated with any workspace' },
  })
})

test('an integration that only a newer directory knows is not refused', async () => {
  const body = payload()
  let current: Directory = { ...directory, integrations: [] }
  const renew = async () => {
    current = directory
    return true
  }
  expect(await stageWith({ current: () => current, renew }).handle(body, contextOf(signed(body)))).toMatchObject({ kind: 'emit' })
})

test('waits while the directory was never loaded, and tries again later when every secret is gone', async () => {
  const body = payload()
  await expect(stageWith({ current: () => undefined }).handle(body, contextOf(signed(body)))).rejects.toMatchObject({
    name: 'UnavailableError',
  })
  await expect(
    stageWith({ current: () => ({ ...directory, integrations: [] }) }).handle(body, contextOf(signed(body))),
  ).rejects.toMatchObject({ name: 'TransientError' })
})

test.each([
  ['an unknown platform', { platform: 'teams' }, 'teams'],
  ['no platform', {}, 'missing'],
])('a record with %s is rejected, and told why', async (_, headers, detail) => {
  expect(await stageWith().handle(payload(), contextOf(headers))).toMatchObject({ kind: 'reject', reason: expect.stringContaining(detail) })
})

test('a record that the ingress did not write is rejected', async () => {
  expect(await stageWith().handle(payload(), { ...contextOf(signed(payload())), webhookEventId: undefined })).toMatchObject({
    kind: 'reject',
  })
})
