import { randomUUID } from 'node:crypto'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeptParts } from './kept-parts.ts'

const databaseUrl = process.env['DATABASE_URL'] ?? ''
const postgres = createPostgres(databaseUrl)
const parts = createKeptParts(postgres)

beforeAll(() => migrate(databaseUrl))
afterAll(() => postgres.close())

const one = (toldAt: number | null, text = 'one') => ({ id: 'part-one', toldAt, content: JSON.stringify({ text }) })
const two = { id: 'part-two', toldAt: 2_000, content: '"two"' }
const byId = <P extends { readonly id: string }>(all: readonly P[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))

test('a part adds to the others of its transcript, whichever comes first', async () => {
  const [first, second] = [randomUUID(), randomUUID()]
  expect(await parts.keep(first, [one(1_000)])).toEqual([one(1_000)])
  expect(byId(await parts.keep(first, [two]))).toEqual([one(1_000), two])
  expect(await parts.keep(second, [two])).toEqual([two])
  expect(byId(await parts.keep(second, [one(1_000)]))).toEqual([one(1_000), two])
})

test('the file that was told of later stays, whichever comes first', async () => {
  const transcript = randomUUID()
  await parts.keep(transcript, [one(2_000, 'newer')])
  expect(await parts.keep(transcript, [one(1_000, 'older')])).toEqual([one(2_000, 'newer')])
  expect(await parts.keep(transcript, [one(3_000, 'newest')])).toEqual([one(3_000, 'newest')])
  expect(await parts.keep(transcript, [one(null, 'untold')])).toEqual([one(3_000, 'newest')])
})

test('the same again changes nothing: a redelivery', async () => {
  const transcript = randomUUID()
  await parts.keep(transcript, [one(1_000), two])
  expect(byId(await parts.keep(transcript, [one(1_000), two]))).toEqual([one(1_000), two])
})

test('a name as long as a platform likes is a part like any other', async () => {
  const long = { ...two, id: 'x'.repeat(100_000) }
  expect(await parts.keep(randomUUID(), [long])).toEqual([long])
})

test('forgets what is old', async () => {
  const transcript = randomUUID()
  await parts.keep(transcript, [one(1_000)])
  await postgres.query(`UPDATE mcp.transcript_parts SET kept_at = now() - interval '31 days' WHERE transcript_id = $1`, [transcript])
  await parts.purge(30 * 86_400_000)
  expect(await parts.keep(transcript, [two])).toEqual([two])
})
