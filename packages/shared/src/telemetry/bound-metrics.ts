import type { Registry } from 'prom-client'

type Labels = Readonly<Record<string, string>>

export interface BoundCounter {
  inc(by?: number): void
}
export interface BoundHistogram {
  observe(value: number): void
}

interface Series<Child> {
  readonly labels: Labels
  readonly child: Child
}

interface Value {
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
  readonly metricName?: string
}

/**
 * Metrics for paths that every record passes. prom-client hashes the labels at every call (1 to 4 µs); here the series is looked up once
 * and counting is an addition (`node packages/shared/src/telemetry/figures/main.ts` shows both). What is exposed is the same.
 */
const register = (
  registry: Registry,
  metric: { readonly name: string; readonly help: string; readonly type: 'counter' | 'histogram' },
  values: () => readonly Value[],
): void => {
  const get = async () => ({ ...metric, aggregator: 'sum', values: values() })
  // A registry asks a metric for no more than its name and its values.
  registry.registerMetric({ name: metric.name, get } as unknown as Parameters<Registry['registerMetric']>[0])
}

/** A counter whose series are made once: `bind` returns the one with these labels. The name ends with `_total`. */
export const createBoundCounter = <Name extends string>(
  registry: Registry,
  { name, help }: { readonly name: string; readonly help: string },
): ((labels: Readonly<Record<Name, string>>) => BoundCounter) => {
  const series = new Map<string, Series<BoundCounter & { value: number }>>()
  register(registry, { name, help, type: 'counter' }, () => [...series.values()].map(({ labels, child: { value } }) => ({ labels, value })))
  return (labels) =>
    bindIn(series, labels, () => {
      const child = {
        value: 0,
        inc(by = 1) {
          child.value += by
        },
      }
      return child
    })
}

/** A histogram whose series are made once; `buckets` are upper bounds in ascending order. */
export const createBoundHistogram = <Name extends string>(
  registry: Registry,
  { name, help, buckets }: { readonly name: string; readonly help: string; readonly buckets: readonly number[] },
): ((labels: Readonly<Record<Name, string>>) => BoundHistogram) => {
  const series = new Map<string, Series<BoundHistogram & { sum: number; readonly counts: number[] }>>()
  register(registry, { name, help, type: 'histogram' }, () =>
    [...series.values()].flatMap(({ labels, child }) => valuesOf(name, buckets, labels, child)),
  )
  return (labels) =>
    bindIn(series, labels, () => {
      const counts = Array.from({ length: buckets.length + 1 }, () => 0)
      const child = {
        sum: 0,
        counts,
        observe(value: number) {
          child.sum += value
          let bucket = 0
          while (bucket < buckets.length && value > (buckets[bucket] ?? 0)) bucket++
          counts[bucket] = (counts[bucket] ?? 0) + 1
        },
      }
      return child
    })
}

const bindIn = <Child>(series: Map<string, Series<Child>>, labels: Labels, create: () => Child): Child => {
  const key = Object.keys(labels)
    .toSorted()
    .map((name) => `${name}=${labels[name]}`)
    .join('\0')
  const known = series.get(key)
  if (known !== undefined) return known.child
  const child = create()
  series.set(key, { labels, child })
  return child
}

/** The cumulative counts that Prometheus expects. */
const valuesOf = (
  name: string,
  buckets: readonly number[],
  labels: Labels,
  { sum, counts }: { readonly sum: number; readonly counts: readonly number[] },
): readonly Value[] => {
  let below = 0
  const cumulative = [...buckets, '+Inf'].map((le, index) => {
    below += counts[index] ?? 0
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below }
  })
  return [...cumulative, { metricName: `${name}_sum`, labels, value: sum }, { metricName: `${name}_count`, labels, value: below }]
}
