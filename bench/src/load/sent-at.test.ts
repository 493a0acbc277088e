import { expect, test } from 'vitest'
import { isTraceparent } from '@hansard/shared/telemetry/traceparent'
import { sentAtOf, traceparentAt } from './sent-at.ts'

test('the time of sending travels in a traceparent that the ingress takes', () => {
  const at = Date.parse('2026-09-14T15:00:00.123Z')
  expect(isTraceparent(traceparentAt(at))).toBe(true)
  expect(sentAtOf(traceparentAt(at))).toBe(at)
  expect(sentAtOf(undefined)).toBeUndefined()
})
