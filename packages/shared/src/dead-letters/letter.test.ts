import { expect, test } from 'vitest'
import { letterId, readLetter } from './letter.ts'
import { letterRecord } from './test-letters.ts'

test('tells a dead letter by its headers', () => {
  const letter = readLetter('verifier', letterRecord({ redriven: '2', parked: 'again' }))
  expect(letter).toEqual({
    id: letterId('verifier', 'webhooks.raw.v1/1/3', '0199b6a8-0000-7000-8000-000000000001', 2),
    stage: 'verifier',
    position: 'verifier.dlq/1/7',
    origin: 'webhooks.raw.v1/1/3',
    webhookEventId: '0199b6a8-0000-7000-8000-000000000001',
    platform: 'zoom',
    errorClass: 'TransientError',
    message: 'the host did not answer',
    fingerprint: '3f2a9c0d1e4b5a67',
    attempts: 5,
    firstFailedAt: 1_699_999_100_000,
    lastFailedAt: 1_699_999_950_000,
    redriven: 2,
    parkedBecause: 'again',
    bytes: 31,
  })
})

test('a copy elsewhere in the topic is the same letter; another stage, delivery or redrive makes another', () => {
  const { id } = readLetter('verifier', letterRecord())
  expect(readLetter('verifier', letterRecord({}, { offset: 8n, partition: 0 })).id).toBe(id)
  const others = [
    readLetter('deduper', letterRecord()),
    readLetter('verifier', letterRecord({ 'webhook-event-id': '0199b6a8-0000-7000-8000-000000000002' })),
    readLetter('verifier', letterRecord({ redriven: '1' })),
  ].map((letter) => letter.id)
  expect(new Set([id, ...others]).size).toBe(4)
})

test('reads what no stage wrote without failing', () => {
  const letter = readLetter('verifier', letterRecord({}, { headers: {}, value: null, key: null }))
  expect(letter).toMatchObject({
    origin: 'verifier.dlq/1/7',
    webhookEventId: undefined,
    errorClass: 'unknown',
    attempts: 0,
    redriven: 0,
    bytes: 0,
    lastFailedAt: 1_700_000_000_000,
  })
  expect(letter.fingerprint).toMatch(/^[0-9a-f]{16}$/)
})
