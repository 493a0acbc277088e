import { expect, test } from 'vitest'
import { pooledRandomBytes } from './random-bytes.ts'
import { uuidV7 } from './ids.ts'
import { isTraceparent, newTraceparent } from './telemetry/traceparent.ts'

test('no bytes are handed out twice, over the end of the pool as well', () => {
  const seen = new Set(Array.from({ length: 5_000 }, () => pooledRandomBytes(24).toString('hex')))
  expect(seen.size).toBe(5_000)
  expect([...seen].every((hex) => hex.length === 48 && !/^0+$/.test(hex))).toBe(true)
})

test('ids of one process are all different and ordered by time, traces well-formed', () => {
  const ids = Array.from({ length: 2_000 }, uuidV7)
  expect(new Set(ids).size).toBe(2_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.map((id) => id.slice(0, 13))).toEqual(ids.map((id) => id.slice(0, 13)).toSorted())
  expect(isTraceparent(newTraceparent())).toBe(true)
})
