import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { brokersOf, copyTo, openTestCluster, type TestCluster } from './testing/cluster.ts'

const brokers = brokersOf(process.env)
const soon = { timeout: 60_000, interval: 100 }
/** As provisioned. */
const config = { 'max.message.bytes': String(16 << 20) }

const sizes = async (it: TestCluster, topic: string) => {
  const found: number[] = []
  await it.kafka.read([topic], async (records) => void found.push(...records.map(({ value }) => value?.length ?? 0)))
  return found
}

test.each([
  ['8 MB that do not compress', () => randomBytes(8_000_000)],
  ['8 MB that do', () => Buffer.alloc(8_000_000, 'words ')],
  ['nearly 16 MiB that do not compress', () => randomBytes((16 << 20) - 1_000)],
] as const)('a value of %s is read and written in a transaction', async (_, make) => {
  await using it = await openTestCluster({ brokers, config })
  const value = make()
  await it.send({ value }, { partition: 1, value: Buffer.from('small') })
  const read: Buffer[] = []
  await it.consume(async (batch) => {
    read.push(...batch.records.flatMap((record) => (record.value === null ? [] : [record.value])))
    return copyTo(it.output)(batch)
  })
  await expect.poll(async () => (await sizes(it, it.output)).toSorted((a, b) => a - b), soon).toEqual([5, value.length])
  expect(read.some((each) => each.equals(value))).toBe(true)
})

test('a large record does not wait for the end of the traffic in other partitions', async () => {
  await using it = await openTestCluster({ brokers, config, partitions: 3 })
  const seen: string[] = []
  await it.consume(async (batch) => {
    seen.push(...batch.records.map(({ partition, value }) => `${partition}: ${value?.length}`))
    return copyTo(it.output)(batch)
  })
  let sending = true
  const traffic = (async () => {
    while (sending) await it.send(...[0, 1].map((partition) => ({ partition, value: randomBytes(100_000) })))
  })()
  await expect.poll(() => seen.length, soon).toBeGreaterThan(10)
  await it.send({ partition: 2, value: randomBytes(8_000_000) })
  await expect.poll(() => seen, soon).toContain('2: 8000000')
  sending = false
  await traffic
})

test('a value larger than the topic takes is refused, and sent to nobody', async () => {
  await using it = await openTestCluster({ brokers, config })
  await expect(it.send({ value: randomBytes(17 << 20) })).rejects.toThrow(/unavailable/)
  expect(await sizes(it, it.input)).toEqual([])
})
