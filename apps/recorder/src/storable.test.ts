import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storableJson, storableText, storableTime, storableUuid } from './storable.ts'

describe('what PostgreSQL can store', () => {
  test('is text without NUL and half surrogate pairs, otherwise unchanged', () => {
    expect(storableText('a\0b\ud83d c \u{1f600}')).toBe('a\ufffdb\ufffd c \u{1f600}')
  })

  test('is JSON whose keys and texts are clean at any depth', () => {
    expect(storableJson({ 'k\0': ['\udc00', 1, null, true] })).toEqual({ 'k\ufffd': ['\ufffd', 1, null, true] })
  })

  test('is JSON that is not too deep, however deep the webhook was', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(JSON.stringify(storableJson(deep))).toBe(`${'['.repeat(100)}"…"${']'.repeat(100)}`)
  })

  test('is any other JSON as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }), (value) => {
        expect(storableJson(value)).toEqual(value)
      }),
    )
  })

  test('is a UUID in lower case, and nothing else in its place', () => {
    expect(storableUuid('0190B5E4-7B5C-7CC0-9F0C-111111111111')).toBe('0190b5e4-7b5c-7cc0-9f0c-111111111111')
    expect(storableUuid('not one')).toBeNull()
    expect(storableUuid(null)).toBeNull()
  })

  test('is a time of our era', () => {
    expect(storableTime(1_700_000_000_000)).toBe('2023-11-14T22:13:20.000Z')
    expect(storableTime(-1)).toBe('1970-01-01T00:00:00.000Z')
    expect(storableTime(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31T00:00:00.000Z')
  })
})
