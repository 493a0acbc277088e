import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { eventRowOf, joinRows } from './event-row.ts'
import { chain } from './chain.ts'
import { deliveryOf, processedDelivery } from './test-entries.ts'

const rowOf = (entries: readonly JournalEntry[]) => entries.map((entry) => eventRowOf(entry)!).reduce(joinRows)

/** Entries of one delivery, some written again at another time or with another end: what a crash leaves behind. */
const journals = fc
  .array(
    fc.record({
      stage: fc.constantFrom(...chain.map(({ name }) => name), 'recorder'),
      status: fc.constantFrom(
        'verified',
        'processing',
        'processed',
        'failed',
        'duplicate',
        'ignored',
        'rejected',
        'retrying',
        'redriven',
        'parked',
      ),
      attempt: fc.integer({ min: 0, max: 6 }),
      redriven: fc.constantFrom('0', '1', '2'),
      at: fc.integer({ min: 0, max: 5 }),
      copyOf: fc.option(fc.nat(3), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drafts) => {
    const delivery = deliveryOf()
    const entries: JournalEntry[] = []
    for (const { copyOf, at, ...draft } of drafts) {
      const copied = copyOf === undefined ? undefined : entries[copyOf]
      const entry = delivery.entry(draft.stage, draft.status, {
        attempt: draft.attempt,
        at: delivery.receivedAt + at,
        details: { redriven: draft.redriven },
      })
      entries.push(copied === undefined ? entry : { ...copied, at: entry.at, status: entry.status })
    }
    return entries
  })

describe('the row of a delivery', () => {
  test('is the same for every order of its entries, however often each arrives and however they are batched', () => {
    const orders = journals.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        again: fc
          .subarray(entries)
          .chain((more) => fc.shuffledSubarray([...entries, ...more], { minLength: entries.length + more.length })),
        cut: fc.nat(),
      }),
    )
    fc.assert(
      fc.property(orders, ({ entries, again, cut }) => {
        const at = 1 + (cut % again.length)
        const batches = [again.slice(0, at), again.slice(at)].filter((batch) => batch.length > 0)
        expect(batches.map(rowOf).reduce(joinRows)).toEqual(rowOf(entries))
      }),
    )
  })

  test('tells where a processed delivery ended, and what the webhook was', () => {
    const { entries, result, webhook, webhookEventId, receivedAt } = processedDelivery()
    expect(rowOf(entries)).toMatchObject({
      id: webhookEventId,
      received_at: new Date(receivedAt).toISOString(),
      webhook: {
        integration_id: webhook.integrationId,
        external_id: webhook.externalId,
        payload: { event: 'recording.completed', payload: { account_id: 'A1' }, external_id: webhook.externalId },
      },
      status: {
        status: 'processed',
        error_message: null,
        result: { transcript_id: result.transcriptId, meeting_id: result.meetingId, revision: 2 },
        processed_at: new Date(receivedAt + 5_000).toISOString(),
      },
    })
  })

  test('is processing while a stage retries', () => {
    const delivery = deliveryOf()
    const entries = [delivery.entry('verifier', 'verified'), delivery.entry('deduper', 'retrying', { reason: 'a moment' })]
    expect(rowOf(entries).status).toMatchObject({ status: 'processing', error_message: null })
  })

  test('has the reason of a failure until it has been given back and processed', () => {
    const delivery = deliveryOf()
    const failed = delivery.entry('merger', 'failed', { attempt: 5, reason: 'It went wrong five times.' })
    expect(rowOf([failed]).status).toMatchObject({ status: 'failed', error_message: 'It went wrong five times.' })
    const details = { redriven: '1' }
    const givenBack = delivery.entry('merger', 'redriven', { attempt: 0, reason: 'jo: the database is up again', details })
    expect(rowOf([givenBack, failed]).status).toMatchObject({ status: 'processing', error_message: null })
    const processed = delivery.entry('merger', 'processed', { details: { transcriptId: 't', ...details } })
    expect(rowOf([processed, givenBack, failed]).status).toMatchObject({ status: 'processed', error_message: null })
  })

  test('is failed again, for the new reason, when what was given back fails at fewer attempts than before', () => {
    const delivery = deliveryOf()
    const details = { redriven: '1' }
    const entries = [
      delivery.entry('merger', 'failed', { attempt: 5, reason: 'the first reason' }),
      delivery.entry('merger', 'redriven', { attempt: 0, details }),
      delivery.entry('merger', 'retrying', { details }),
      delivery.entry('merger', 'failed', { attempt: 2, reason: 'the second reason', details }),
      delivery.entry('merger', 'parked', { attempt: 0, reason: 'jo: nothing can be done', details }),
    ]
    for (const order of [entries, entries.toReversed()])
      expect(rowOf(order).status).toMatchObject({ status: 'failed', error_message: 'the second reason' })
  })

  test('says why a processed delivery has no transcript', () => {
    const entry = deliveryOf().entry('transcript-processor', 'processed', { reason: 'No transcript file available' })
    expect(rowOf([entry]).status).toMatchObject({ status: 'processed', error_message: 'No transcript file available', result: null })
  })

  test('keeps a webhook that is no JSON object under a name of its own', () => {
    const row = (payload: string | null) => rowOf([deliveryOf({ payload, externalId: 'x' }).entry('verifier', 'verified')]).webhook?.payload
    expect(row('[1]')).toEqual({ payload: [1], external_id: 'x' })
    expect(row('{broken')).toEqual({ payload: '{broken', external_id: 'x' })
    expect(row(null)).toEqual({ external_id: 'x' })
  })

  test('does not exist for an entry that names no delivery', () => {
    expect(eventRowOf(deliveryOf().entry('verifier', 'failed', { webhookEventId: null }))).toBeUndefined()
  })
})
