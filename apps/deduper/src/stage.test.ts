import type { WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import { expect, test } from 'vitest'
import { webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import type { Claimant } from '@hansard/shared/claims/claims'
import { createDeduperStage, decide } from './stage.ts'

const event: WebhookEvent = {
  webhookEventId: '0199b6a8-0000-7000-8000-000000000001',
  platform: 'zoom',
  eventType: 'recording.transcript_completed',
  workspaceId: '0199b6a8-0000-7000-8000-0000000000aa',
  integrationId: '0199b6a8-0000-7000-8000-0000000000bb',
  externalId: 'A/uuid',
  aliases: [],
  revision: 'abc',
  occurredAt: null,
  receivedAt: 1_800_000_000_000,
  content: '{}',
  sealed: null,
}
const holder = { owner: 'webhooks.verified.v1/0/4', webhookEventId: '0199b6a8-0000-7000-8000-000000000000', at: 1_799_999_999_000 }

test('the first goes on unchanged, under the same key', () => {
  expect(decide(event, { won: true })).toMatchObject({ kind: 'emit', messages: [{ key: `${event.workspaceId}:A/uuid`, value: event }] })
})

test('a duplicate ends with a link to the first', () => {
  expect(decide(event, { won: false, holder })).toMatchObject({
    kind: 'drop',
    journal: { status: 'duplicate', reason: expect.stringContaining('2027-01-15T'), details: { duplicateOf: holder.webhookEventId } },
  })
})

test('a second copy of the same delivery is no duplicate and leaves no trace', () => {
  expect(decide(event, { won: false, holder: { ...holder, webhookEventId: event.webhookEventId } })).toEqual({ kind: 'drop' })
})

test.each(['workspaceId', 'platform', 'eventType', 'externalId', 'revision'] as const)('another %s is another event', (field) => {
  expect(webhookClaimKey({ ...event, [field]: 'other' })).not.toBe(webhookClaimKey(event))
})

test('time of receipt and delivery do not make another event', () => {
  expect(webhookClaimKey(Object.assign(structuredClone(event), { receivedAt: 1, webhookEventId: 'x' }))).toBe(webhookClaimKey(event))
})

test('of a duplicate that the verifier wrote twice one copy says so; the same copy again says the same', async () => {
  const held = new Map<string, Claimant>([[webhookClaimKey(event), holder]])
  const claim = async (key: string, claimant: Claimant) => {
    const first = held.get(key) ?? claimant
    held.set(key, first)
    return first.owner === claimant.owner && first.webhookEventId === claimant.webhookEventId
      ? ({ won: true } as const)
      : ({ won: false, holder: first } as const)
  }
  const stage = createDeduperStage({ claims: { claim }, windowOf: () => 300_000, retryDelays: [60], concurrency: 1 })
  const at = (origin: string) => stage.handle(event, { origin } as Parameters<typeof stage.handle>[1])
  const first = await at('webhooks.verified.v1/0/7')
  expect(first).toMatchObject({ kind: 'drop', journal: { status: 'duplicate' } })
  expect(await at('webhooks.verified.v1/0/8')).toEqual({ kind: 'drop' })
  expect(await at('webhooks.verified.v1/0/7')).toEqual(first)
})
