import { expect, test } from 'vitest'
import { number, percent, spread } from './format.ts'
import { markdownOf } from './markdown.ts'
import type { Report } from './result.ts'
import { textOf } from './text.ts'

const report: Report = {
  machine: '2 cores',
  depth: 'quick',
  begun: '2026-01-02T03:04:05.000Z',
  seconds: 61.4,
  parts: {
    ingest: {
      tables: [
        {
          title: 'Ingest',
          columns: ['', 'per second'],
          rows: [
            ['floor', '4,000'],
            ['ingress | Hansard', '3,000'],
          ],
        },
      ],
      figures: {},
      targets: [{ name: 'share of the floor', target: 'at least 70 %', measured: '75 %', met: true }],
      failures: [],
    },
  },
}

test('numbers keep what can be told apart and no more', () => {
  expect([0, 9.1e-30, 0.01234, 5.678, 42.42, 1234.5, Number.NaN].map(number)).toEqual(['0', '0', '0.012', '5.68', '42.4', '1,235', '–'])
  expect([0.043, 0.75].map(percent)).toEqual(['4.3 %', '75 %'])
  expect(spread({ median: 5, least: 4, most: 6 })).toBe('5 (4–6)')
  expect(spread({ median: 5, least: 5, most: 5 })).toBe('5')
})

test('the terminal shows aligned columns, the targets, and that the audits passed', () => {
  const text = textOf(report)
  expect(text).toContain('floor                   4,000')
  expect(text).toContain('ingress | Hansard       3,000')
  expect(text).toMatch(/share of the floor +at least 70 % +75 % +met/)
  expect(text).toContain('Audits: all passed.')
})

test('a failed audit is the last thing that is read', () => {
  const { ingest } = report.parts
  const failed = { ...report, parts: { ingest: { ...ingest!, failures: ['2 answers of 200 are not stored'] } } }
  expect(textOf(failed)).toContain('FAILED:\n  2 answers of 200 are not stored')
  expect(markdownOf(failed)).toContain('**Failed:** 2 answers of 200 are not stored')
})

test('a bar in a cell does not begin another cell of the Markdown table', () => {
  expect(markdownOf(report)).toContain('| ingress \\| Hansard | 3,000 |')
})
