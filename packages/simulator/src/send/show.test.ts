import { expect, test } from 'vitest'
import { showAnswer, showRequest, showSize, wrap } from './show.ts'
import type { Paint } from './show.ts'

const plain: Paint = (_colour, text) => text
const answer = { status: 401, headers: {}, ms: 12.4 }

test('an answer is a line for each field, in 80 columns', () => {
  const detail = 'The signature does not belong to these bytes. '.repeat(4).trim()
  const shown = showAnswer({ ...answer, body: JSON.stringify({ title: 'Signature wrong', detail, retry: { after: 3 } }) }, plain)
  const lines = shown.split('\n')
  expect(lines[0]).toBe('401 Unauthorized in 12 ms')
  expect(lines[1]).toBe('  title   Signature wrong')
  expect(lines.at(-1)).toBe('  retry   {"after":3}')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
  expect(shown.replaceAll(/\s+/g, ' ')).toContain(detail)
})

test('an answer that is no JSON is shown as text', () => {
  expect(showAnswer({ ...answer, status: 502, body: '<h1>Bad gateway</h1>' }, plain)).toBe(
    '502 Bad Gateway in 12 ms\n  <h1>Bad gateway</h1>',
  )
})

test('an answer that names the delivery tells how to follow it', () => {
  const id = '01a20977-42c3-722a-98a2-722300d81848'
  const lines = showAnswer({ ...answer, status: 200, body: JSON.stringify({ webhook_event_id: id }) }, plain).split('\n')
  expect(lines.at(-1)).toBe(`  follow it: npm run hansard -- where ${id}`)
})

test('Retry-After is shown beside the status', () => {
  expect(showAnswer({ ...answer, status: 429, headers: { 'retry-after': '9' }, body: '' }, plain)).toBe(
    '429 Too Many Requests in 12 ms, retry after 9 s',
  )
})

test('a request shows where it goes and what it is', () => {
  expect(showRequest('http://127.0.0.1:8080/x', ['speech.created', 'signed'], plain)).toBe(
    'POST http://127.0.0.1:8080/x\n  speech.created · signed',
  )
})

test('long words are broken, and sizes are readable', () => {
  expect(wrap('aaaaaa b', 4)).toEqual(['aaaa', 'aa b'])
  expect([showSize(999), showSize(1_449)]).toEqual(['999 B', '1.4 kB'])
})
