import { Counter, Histogram, Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { createBoundCounter, createBoundHistogram } from './bound-metrics.ts'

const linesOf = async (register: Registry) => (await register.metrics()).split('\n').toSorted()

describe('metrics whose labels are bound once', () => {
  test('a counter is exposed as prom-client exposes its own', async () => {
    const [own, theirs] = [new Registry(), new Registry()]
    const bind = createBoundCounter<'stage' | 'outcome'>(own, { name: 'a_total', help: 'a' })
    const counter = new Counter({ name: 'a_total', help: 'a', labelNames: ['stage', 'outcome'], registers: [theirs] })
    for (const outcome of ['one', 'two"\n', 'one']) {
      bind({ stage: 's', outcome }).inc()
      counter.inc({ stage: 's', outcome })
    }
    bind({ outcome: 'one', stage: 's' }).inc(2.5)
    counter.inc({ stage: 's', outcome: 'one' }, 2.5)
    expect(await linesOf(own)).toEqual(await linesOf(theirs))
  })

  test('a histogram is exposed as prom-client exposes its own', async () => {
    const [own, theirs] = [new Registry(), new Registry()]
    const buckets = [0.001, 0.5, 2]
    const bind = createBoundHistogram<'stage'>(own, { name: 'a_seconds', help: 'a', buckets })
    const histogram = new Histogram({ name: 'a_seconds', help: 'a', labelNames: ['stage'], buckets, registers: [theirs] })
    for (const value of [0, 0.001, 0.0011, 0.5, 2, 2.1, 400]) {
      bind({ stage: 's' }).observe(value)
      histogram.observe({ stage: 's' }, value)
    }
    expect(await linesOf(own)).toEqual(await linesOf(theirs))
  })
})
