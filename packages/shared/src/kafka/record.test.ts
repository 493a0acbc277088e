import { expect, test } from 'vitest'
import { toRecord } from './record.ts'

const message = { offset: '7', timestamp: '1700000000000', attributes: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers: {} }

test('a header without a value counts as not sent, one sent more than once as sent last', () => {
  // As kafkajs hands them over; its types know no null.
  const headers = { none: null, twice: [Buffer.from('1'), Buffer.from('2')], lastNone: [Buffer.from('1'), null] } as unknown as Record<
    string,
    Buffer
  >
  expect(toRecord('t', 0, { ...message, headers }).headers).toEqual({ twice: '2' })
})

test('a record without key, value and headers is read as one', () => {
  expect(toRecord('t', 0, { ...message, key: null, value: null })).toMatchObject({
    key: null,
    value: null,
    headers: {},
    offset: 7n,
    timestamp: 1_700_000_000_000,
  })
})
