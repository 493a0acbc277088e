import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryOf } from '../test-entries.ts'
import { expectedRows, joinExpected } from './expected-rows.ts'
import { transcriptDeadlines } from './transcript-deadlines.ts'

const hour = 3_600_000
const deadlines = new Map([['zoom', 24 * hour]])
const iso = (at: number) => new Date(at).toISOString()

describe('what entries tell of the transcripts to come', () => {
  test('every platform has a deadline', () => {
    expect([...transcriptDeadlines().keys()]).toEqual(['zoom', 'fireflies', 'otter'])
    for (const deadline of transcriptDeadlines().values()) expect(deadline).toBeGreaterThan(0)
  })

  test('a verified delivery announces one, due when the platform’s deadline has passed', () => {
    const delivery = deliveryOf()
    const { workspaceId, platform, externalId } = delivery.webhook
    expect(expectedRows([delivery.entry('verifier', 'verified')], deadlines)).toEqual([
      {
        transcript_id: delivery.transcriptId,
        workspace_id: workspaceId,
        platform,
        external_id: externalId,
        announced_at: iso(delivery.receivedAt),
        announced_by: delivery.webhookEventId,
        due_at: iso(delivery.receivedAt + 24 * hour),
        transcript_at: null,
        none_at: null,
      },
    ])
  })

  test('the first delivery of a meeting counts, whichever was read first', () => {
    const meeting = deliveryOf().webhook
    const [first, second] = [deliveryOf(meeting), deliveryOf(meeting)]
    const entries = [first.entry('verifier', 'verified'), second.entry('verifier', 'verified', { receivedAt: second.receivedAt + hour })]
    for (const order of [entries, entries.toReversed()])
      expect(expectedRows(order, deadlines)).toMatchObject([
        { announced_by: first.webhookEventId, due_at: iso(first.receivedAt + 24 * hour) },
      ])
  })

  test.each(['processing', 'processed'])('a transcript that was fetched (%s) has come', (status) => {
    const transcriptId = randomUUID()
    const entry = deliveryOf().entry('transcript-processor', status, { details: { transcriptId, revisionId: randomUUID() } })
    expect(expectedRows([entry], deadlines)).toMatchObject([{ transcript_id: transcriptId, transcript_at: iso(entry.at), due_at: null }])
  })

  test('where the platform has none there is nothing to wait for; where it has none yet there is', () => {
    const delivery = deliveryOf()
    const ended = (transcript: string) =>
      delivery.entry('transcript-processor', 'processed', { details: { transcript, expectedTranscriptId: delivery.transcriptId } })
    const none = ended('none')
    expect(expectedRows([none], deadlines)).toMatchObject([{ transcript_id: delivery.transcriptId, none_at: iso(none.at) }])
    expect(expectedRows([ended('awaited')], deadlines)).toEqual([])
  })

  test('nothing is told by other ends, other stages, people’s commands, or platforms that nobody knows', () => {
    const delivery = deliveryOf()
    const details = { transcriptId: randomUUID() }
    const entries = [
      delivery.entry('verifier', 'ignored'),
      delivery.entry('verifier', 'retrying'),
      delivery.entry('deduper', 'duplicate'),
      delivery.entry('transcript-processor', 'retrying', { details }),
      delivery.entry('transcript-processor', 'failed', { details }),
      delivery.entry('merger', 'rejected', { details }),
      delivery.entry('merger', 'processed', { details }),
      deliveryOf({ platform: 'teams' }).entry('verifier', 'verified'),
      deliveryOf({ workspaceId: null }).entry('verifier', 'verified'),
      deliveryOf({ externalId: null }).entry('verifier', 'verified'),
    ]
    expect(expectedRows(entries, deadlines)).toEqual([])
  })
})

test('a row is the same for every order of what made it, however often each came', () => {
  const meeting = deliveryOf().webhook
  const entry = fc
    .record({ kind: fc.constantFrom('announced', 'fetched', 'none'), at: fc.integer({ min: 0, max: 4 }) })
    .map(({ kind, at }) => {
      const delivery = deliveryOf(meeting)
      if (kind === 'announced') return delivery.entry('verifier', 'verified', { receivedAt: delivery.receivedAt + at })
      const expectedTranscriptId = delivery.transcriptId
      const details = kind === 'fetched' ? { transcriptId: expectedTranscriptId } : { transcript: 'none', expectedTranscriptId }
      return delivery.entry('transcript-processor', 'processed', { at: delivery.receivedAt + at, details })
    })
  const orders = fc
    .array(entry, { minLength: 1, maxLength: 6 })
    .chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 })))
  fc.assert(
    fc.property(orders, ([entries, again]) => {
      const one = again.flatMap((each) => expectedRows([each], deadlines)).reduce(joinExpected)
      expect([one]).toEqual(expectedRows(entries, deadlines))
    }),
  )
})
