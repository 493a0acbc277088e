import { expect, test } from 'vitest'
import { readLetter } from './letter.ts'
import { decisionEntry, redrivenRecord } from './redriven-record.ts'
import { letterRecord } from './test-letters.ts'

const found = (headers: Readonly<Record<string, string>> = {}, stage = 'verifier') => {
  const record = letterRecord(headers)
  return { record, letter: readLetter(stage, record) }
}
const to = { topic: 'verifier.retry.60s', partitions: 3, now: 5_000 }

test('what is given back keeps bytes, key, partition, identity and history; it is due, with all attempts before it', () => {
  const { record, letter } = found()
  const given = redrivenRecord({ record, letter }, to)
  expect(given).toMatchObject({ topic: 'verifier.retry.60s', partition: 1, key: record.key, value: record.value })
  const { attempts, deferrals, 'due-at': dueAt, 'not-before': notBefore, redriven, 'redriven-at': redrivenAt, ...kept } = given.headers
  expect({ attempts, deferrals, dueAt, notBefore, redriven, redrivenAt }).toEqual({
    attempts: '0',
    deferrals: '0',
    dueAt: '5000',
    notBefore: '0',
    redriven: '1',
    redrivenAt: '5000',
  })
  expect(record.headers).toMatchObject(kept)
  expect(Object.keys(kept)).toEqual(
    expect.arrayContaining(['origin', 'webhook-event-id', 'traceparent', 'first-failed-at', 'error-message']),
  )
})

test('is no longer parked, and counts how often it was given back', () => {
  const { headers } = redrivenRecord(found({ redriven: '2', parked: 'it failed again' }), to)
  expect(headers).toMatchObject({ redriven: '3' })
  expect(headers).not.toHaveProperty('parked')
})

test('finds its origin also where no header told it', () => {
  const record = letterRecord({}, { headers: {} })
  const { headers } = redrivenRecord({ record, letter: readLetter('verifier', record) }, to)
  expect(headers).toMatchObject({ origin: 'verifier.dlq/1/7' })
})

test('the journal is told who decided what and why, the same for the same decision', () => {
  const { record, letter } = found({ redriven: '1' })
  const entryOf = (by: string, reason: string) => decisionEntry('redriven', letter, record.headers, { by, reason }, 9_000)
  expect(entryOf('jo', 'fixed')).toMatchObject({
    webhookEventId: letter.webhookEventId,
    stage: 'verifier',
    status: 'redriven',
    reason: 'fixed (jo)',
    at: 9_000,
    receivedAt: 1_699_999_000_000,
    attempt: 0,
    origin: letter.origin,
    traceparent: '00-trace',
    details: { by: 'jo', fingerprint: letter.fingerprint, redriven: '2' },
  })
  expect(entryOf('kim', '')).toMatchObject({ entryId: entryOf('jo', 'fixed').entryId, reason: 'by kim' })
  const parked = decisionEntry('parked', letter, record.headers, { by: 'jo', reason: 'fixed' }, 9_000)
  expect(parked).toMatchObject({ status: 'parked', details: { redriven: '1' } })
  expect(parked.entryId).not.toBe(entryOf('jo', 'fixed').entryId)
})
