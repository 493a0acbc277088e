import { Counter, Histogram, Registry } from 'prom-client'
import { createBoundCounter, createBoundHistogram } from '../bound-metrics.ts'

const calls = 200_000

/** CPU microseconds of one call. */
const costOf = (call: () => void): number => {
  for (let n = 0; n < calls / 10; n++) call()
  const before = process.cpuUsage()
  for (let n = 0; n < calls; n++) call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

/** What counting and timing cost, with prom-client's own metrics and with those that are bound once. */
export const metricsCost = () => {
  const [theirs, own] = [new Registry(), new Registry()]
  const buckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60]
  const counter = new Counter({ name: 'a', help: 'a', labelNames: ['stage', 'outcome'], registers: [theirs] })
  const histogram = new Histogram({ name: 'b', help: 'b', labelNames: ['stage'], buckets, registers: [theirs] })
  const boundCounter = createBoundCounter(own, { name: 'a', help: 'a' })({ stage: 'deduper', outcome: 'processing' })
  const boundHistogram = createBoundHistogram(own, { name: 'b', help: 'b', buckets })({ stage: 'deduper' })
  return {
    counter: {
      promClient: costOf(() => counter.inc({ stage: 'deduper', outcome: 'processing' })),
      bound: costOf(() => boundCounter.inc()),
    },
    histogram: {
      promClient: costOf(() => histogram.observe({ stage: 'deduper' }, 0.003)),
      bound: costOf(() => boundHistogram.observe(0.003)),
    },
  }
}
