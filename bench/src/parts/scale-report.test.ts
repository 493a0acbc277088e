import { expect, test } from 'vitest'
import { scaleResult } from './scale-report.ts'

const spread = { median: 2, least: 1, most: 3 }
const transcripts = [{ minutes: 10, parse: spread, prepare: spread, score: spread, merge: spread }]
const candidates = [{ transcripts: 1_000, p50: 1, p99: 2 }]

test('what was not measured has no table and no target', () => {
  const { tables, targets } = scaleResult({ transcripts, candidates, processes: [] })
  expect(tables.map(({ rows }) => rows.length)).toEqual([1, 1])
  expect(targets).toEqual([])
})

test('processes of a stage have a table where they were measured', () => {
  const pace = { records: 10, seconds: 1, perSecond: 10, cpuPerThousand: 0.5, residentBytes: 1 }
  const { tables } = scaleResult({ transcripts, candidates, processes: [{ processes: 2, ...pace }] })
  expect(tables.at(-1)?.rows).toEqual([['2', '10', '0.5']])
})
