import type { WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import { describe, expect, test } from 'vitest'
import { memoryClaims } from '@hansard/shared/claims/test-claims'
import { tellingOf, webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import { createDeduperStage, decide } from './stage.ts'

const event: WebhookEvent = {
  webhookEventId: '0199b6a8-0000-7000-8000-000000000001',
  platform: 'zoom',
  eventType: 'recording.transcript_completed',
  workspaceId: '0199b6a8-0000-7000-8000-0000000000aa',
  integrationId: '0199b6a8-0000-7000-8000-0000000000bb',
  externalId: 'A/uuid',
  aliases: [],
  subject: 'meeting',
  revision: 'abc',
  occurredAt: null,
  receivedAt: 1_800_000_000_000,
  content: '{}',
  sealed: null,
}
const holder = { owner: 'webhooks.verified.v1/0/4', webhookEventId: '0199b6a8-0000-7000-8000-000000000000', at: 1_799_999_999_000 }

test('the first goes on unchanged, under the same key', () => {
  expect(decide(event, { kind: 'new' })).toMatchObject({ kind: 'emit', messages: [{ key: `${event.workspaceId}:A/uuid`, value: event }] })
})

test('what is the newest again goes on, too, and says so', () => {
  expect(decide(event, { kind: 'again' })).toMatchObject({ kind: 'emit', journal: { reason: 'the revision is the newest again' } })
})

test('a duplicate ends with a link to the first', () => {
  expect(decide(event, { kind: 'known', holder })).toMatchObject({
    kind: 'drop',
    journal: { status: 'duplicate', reason: expect.stringContaining('2027-01-15T'), details: { duplicateOf: holder.webhookEventId } },
  })
})

test('what was replaced before it came says by what', () => {
  expect(decide(event, { kind: 'outdated', holder, toldAt: holder.at })).toMatchObject({
    kind: 'drop',
    journal: { status: 'processed', details: { replacedBy: holder.webhookEventId } },
  })
})

test('a second copy of the same delivery is no duplicate and leaves no trace', () => {
  const own = { ...holder, webhookEventId: event.webhookEventId }
  expect(decide(event, { kind: 'known', holder: own })).toEqual({ kind: 'drop' })
})

test.each(['workspaceId', 'platform', 'eventType', 'externalId', 'revision'] as const)('another %s is another event', (field) => {
  expect(webhookClaimKey({ ...event, [field]: 'other' })).not.toBe(webhookClaimKey(event))
})

test('time of receipt and delivery do not make another event', () => {
  expect(webhookClaimKey(Object.assign(structuredClone(event), { receivedAt: 1, webhookEventId: 'x' }))).toBe(webhookClaimKey(event))
})

describe('the key of a claim', () => {
  const longer = (end: string) => webhookClaimKey({ ...event, externalId: 'é'.repeat(8_000) + end })

  test('fits a row of an index, however long the external id is, and tells one from another', () => {
    expect(Buffer.byteLength(longer('a'))).toBeLessThan(600)
    expect(longer('a')).not.toBe(longer('b'))
    expect(longer('a')).toBe(longer('a'))
  })

  test('is the readable one of before where it is not long', () => {
    const { workspaceId, platform, eventType, externalId, revision } = event
    expect(webhookClaimKey(event)).toBe(['webhook', workspaceId, platform, eventType, externalId, revision].join('|'))
  })
})

test('of a duplicate that the verifier wrote twice one copy says so; the same copy again says the same', async () => {
  const claims = memoryClaims()
  await claims.tell(tellingOf(event), holder, 300_000)
  const stage = createDeduperStage({ claims, windowOf: () => 300_000, retryDelays: [60], concurrency: 1 })
  const at = (origin: string) => stage.handle(event, { origin } as Parameters<typeof stage.handle>[1])
  const first = await at('webhooks.verified.v1/0/7')
  expect(first).toMatchObject({ kind: 'drop', journal: { status: 'duplicate' } })
  expect(await at('webhooks.verified.v1/0/8')).toEqual({ kind: 'drop' })
  expect(await at('webhooks.verified.v1/0/7')).toEqual(first)
})
