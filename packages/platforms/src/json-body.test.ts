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

test('reads what needs no mending as JSON does, but for keys and numbers that cannot be kept', () => {
  const mended = '{"list":[1,{"n":-1e400,"__proto__":{"x":1}},null,true,"é🚀\\n"],"__proto__":[1e400],"deep":{"n":2.5}}'
  expect(readJson(Buffer.from(mended))).toEqual({
    kind: 'json',
    value: { list: [1, { n: null }, null, true, 'é🚀\n'], deep: { n: 2.5 } },
  })
  expect(readJson(Buffer.from('1e400'))).toEqual({ kind: 'json', value: null })
})

test('reads after a byte order mark', () => {
  expect(readJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ kind: 'json', value: { a: 1 } })
})
