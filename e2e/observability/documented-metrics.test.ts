import { describe, expect, test } from 'vitest'
import { documentedMetrics, exposedMetrics } from './documented-metrics.ts'

describe('the page of metrics', () => {
  test('is read row by row', () => {
    expect(
      documentedMetrics('# Metrics\n\n| name | type |\n|---|---|\n| `a_total` | counter | records | `stage`, `outcome` | What it is |\n'),
    ).toEqual([{ name: 'a_total', type: 'counter', labels: ['stage', 'outcome'] }])
  })

  test('must say everything of each', () => {
    expect(() => documentedMetrics('| `a_total` | counter | `stage` | What it is |')).toThrow(/This row is not/)
  })
})

test('what is exposed is read with its labels', () => {
  const text =
    '# HELP a_seconds a\n# TYPE a_seconds histogram\na_seconds_bucket{le="1",stage="x"} 0\na_seconds_sum{stage="x"} 0\n# TYPE b gauge\nb 1\n'
  expect(exposedMetrics(text)).toEqual([
    { name: 'a_seconds', type: 'histogram', labels: new Set(['stage']) },
    { name: 'b', type: 'gauge', labels: new Set() },
  ])
})
