import { expect, test } from 'vitest'
import { partNames, readOptions } from './options.ts'

test('everything is measured thoroughly unless told otherwise', () => {
  expect(readOptions([])).toEqual({ parts: partNames, depth: 'full', report: undefined })
})

test('parts run in their own order, however they are asked for', () => {
  expect(readOptions(['stage', 'ingest', '--quick', '--report', 'r.md'])).toEqual({
    parts: ['ingest', 'stage'],
    depth: 'quick',
    report: 'r.md',
  })
  expect(readOptions(['chain', '--long'])).toEqual({ parts: ['chain'], depth: 'long', report: undefined })
})

test('what is not understood is said', () => {
  expect(() => readOptions(['ingset'])).toThrow('There is no part "ingset": ingest, stage, chain, scale, lifecycle.')
  expect(() => readOptions(['--quick', '--long'])).toThrow('--quick and --long exclude each other')
  expect(() => readOptions(['--fast'])).toThrow('npm run bench --')
})

test('the help names every part', () => {
  for (const part of partNames) expect(readOptions(['--help'])).toContain(part)
})
