import { expect, test } from 'vitest'
import { readJson } from './json-body.ts'

const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}1${']'.repeat(depth)}`)

test('reads 64 levels and refuses the next', () => {
  expect(readJson(nested(64)).kind).toBe('json')
  expect(readJson(nested(65))).toEqual({ kind: 'invalid', reason: 'body is nested more than 64 levels deep' })
})

test('lets nothing through that PostgreSQL or a plain object could not hold', () => {
  expect(readJson(Buffer.from('{"a\\u0000":"\\ud800b","n":1e400,"__proto__":{"x":1},"ok":"é🚀"}'))).toEqual({
    kind: 'json',
    value: { 'a\uFFFD': '\uFFFDb', n: null, ok: 'é🚀' },
  })
})

test('reads after a byte order mark', () => {
  expect(readJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ kind: 'json', value: { a: 1 } })
})
