import { expect, test } from 'vitest'
import { redactFields } from './redact-fields.ts'

test('hides what a secret is called by, at the top and one level below, and changes nothing it was given', () => {
  const fields = { token: 'a', count: 1, nested: { password: 'b', name: 'c', deeper: { secret: 'd' } }, none: null }
  const before = structuredClone(fields)
  expect(redactFields(fields)).toEqual({
    token: '[redacted]',
    count: 1,
    nested: { password: '[redacted]', name: 'c', deeper: { secret: 'd' } },
    none: null,
  })
  expect(fields).toEqual(before)
})

test('leaves a line without secrets as it is', () => {
  const fields = { webhookEventId: 'x', kafkajs: { broker: 'b' }, list: [1, 2], token: undefined }
  expect(redactFields(fields)).toBe(fields)
})
