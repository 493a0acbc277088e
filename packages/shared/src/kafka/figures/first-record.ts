import { setTimeout as delay } from 'node:timers/promises'
import { copyTo, openTestCluster } from '../testing/cluster.ts'
import { quantile, watchTransactions } from '../testing/transaction-watch.ts'

const partitions = 12
const rounds = 2

const measure = async (brokers: readonly string[], ahead: boolean): Promise<readonly number[]> => {
  await using it = await openTestCluster({ brokers, partitions })
  using watch = watchTransactions(it.input)
  await it.consume(
    (batch) => {
      watch.began(batch)
      return copyTo(it.output)(batch)
    },
    { prompt: ahead ? [it.input] : [] },
  )
  await delay(2_000)
  for (let partition = 0; partition < partitions; partition++) {
    await it.send({ partition, value: Buffer.from(String(Date.now())) })
    while (watch.latencies.length <= partition) await delay(5)
  }
  return watch.latencies
}

/** From sending to committed of each partition's first record after the assignment, with slots opened ahead and without. */
export const firstRecordFigures = async (brokers: readonly string[]): Promise<readonly string[]> => {
  const found = { ahead: [] as number[], without: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    found.without.push(...(await measure(brokers, false)))
    found.ahead.push(...(await measure(brokers, true)))
  }
  return Object.entries(found).map(
    ([name, latencies]) =>
      `${name === 'ahead' ? 'slots opened ahead' : 'slots opened by the first record'}: p50 ${quantile(latencies, 0.5)} ms, max ${Math.max(...latencies)} ms of ${latencies.length} first records`,
  )
}
