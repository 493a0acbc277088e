import { setTimeout as delay } from 'node:timers/promises'
import { copyTo, openTestCluster } from '../testing/cluster.ts'
import { quantile, watchTransactions } from '../testing/transaction-watch.ts'

const partitions = 3
const loadMs = 6_000

interface Load {
  readonly name: string
  readonly everyMs: number
  /** Of every partition. */
  readonly records: number
}
const loads: readonly Load[] = [
  { name: 'idle, 3 records/s', everyMs: 1_000, records: 1 },
  { name: '60 records/s', everyMs: 50, records: 1 },
  { name: '300 records/s', everyMs: 20, records: 2 },
]

const measure = async (brokers: readonly string[], load: Load, gatherMs: number): Promise<string> => {
  await using it = await openTestCluster({ brokers, partitions })
  using watch = watchTransactions(it.input)
  let handled = 0
  await it.consume(
    async (batch) => {
      watch.began(batch)
      handled += batch.records.length
      return copyTo(it.output)(batch)
    },
    { maxRecords: 500, kafka: { tuning: { gatherMs } } },
  )
  const all = () => Array.from({ length: partitions }, (_, partition) => ({ partition, value: Buffer.from(String(Date.now())) }))
  // The first transaction of each partition opens its slot: not part of the figure.
  await it.send(...all())
  await delay(1_500)
  const [warmUp, before, cpu] = [watch.latencies.length, watch.count(), process.cpuUsage()]
  const begun = Date.now()
  let sent = 0
  const sends: Promise<void>[] = []
  for (let tick = 1; Date.now() - begun < loadMs; tick++) {
    sends.push(it.send(...Array.from({ length: load.records }, all).flat()))
    sent += load.records * partitions
    await delay(Math.max(0, begun + tick * load.everyMs - Date.now()))
  }
  await Promise.all(sends)
  while (handled < sent + partitions) await delay(10)
  await delay(500)
  const took = (Date.now() - begun - 500) / 1_000
  const latencies = watch.latencies.slice(warmUp)
  const transactions = watch.count() - before
  const used = process.cpuUsage(cpu)
  return [
    `${load.name}, gatherMs ${gatherMs}: ${Math.round(sent / took)} records/s`,
    `${(transactions / took).toFixed(1)} transactions/s, ${(transactions / sent).toFixed(3)} a record`,
    `latency p50 ${quantile(latencies, 0.5)} ms, p95 ${quantile(latencies, 0.95)} ms`,
    `CPU with the sender ${Math.round((used.user + used.system) / sent)} us a record`,
  ].join('; ')
}

/** What gathering costs and saves: steady loads, each with several settings. */
export const gatherFigures = async (brokers: readonly string[]): Promise<readonly string[]> => {
  const lines: string[] = []
  for (const load of loads) for (const gatherMs of [0, 25, 50, 100]) lines.push(await measure(brokers, load, gatherMs))
  return lines
}
