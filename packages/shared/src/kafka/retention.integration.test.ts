import { pino } from 'pino'
import { describe, test } from 'vitest'
import { createClient } from './kafkajs.ts'
import type { GoneRecords } from './port.ts'
import { brokersOf, copyTo, openTestCluster, quiet, type TestCluster } from './testing/cluster.ts'

const brokers = brokersOf(process.env)
const soon = { timeout: 60_000, interval: 50 }
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ value: Buffer.from(String(from + index)) }))

/** What retention does, at once. */
const removeBelow = async (topic: string, offset: number) => {
  const admin = createClient({ brokers, clientId: 'retention', log: quiet }).admin()
  await admin.connect()
  // kafkajs must have heard of the topic before.
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] })
  await admin.disconnect()
}
const committed = async (it: TestCluster) => (await it.kafka.lag(it.group, [it.input])).map((each) => each.committed)

describe.concurrent('records that are gone', () => {
  test.for(['exactly-once', 'at-least-once'] as const)(
    'what retention removed before it was processed is told, counted, and gone on behind: %s',
    async (guarantee, { expect }) => {
      await using it = await openTestCluster({ brokers, partitions: 1 })
      const first = await it.consume(copyTo(it.output), { guarantee })
      await it.send(...numbered(0, 3))
      await expect.poll(() => committed(it), soon).toEqual([3n])
      await first.stop()
      await it.send(...numbered(3, 10))
      await removeBelow(it.input, 7)

      const errors: Record<string, unknown>[] = []
      const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(JSON.parse(line)) })
      const gone: GoneRecords[] = []
      await it.consume(copyTo(it.output), { guarantee, kafka: { log }, onGone: (records) => gone.push(records) })
      await expect.poll(() => it.texts(it.output), soon).toEqual([['0', '1', '2', '7', '8', '9']])
      expect(gone).toEqual([{ topic: it.input, partition: 0, from: 3n, to: 7n }])
      expect(errors).toMatchObject([{ from: '3', to: '7', msg: 'records are gone that were never processed' }])
    },
  )

  test('where nothing is left, the group’s offset is moved to where something may come, and nothing is told twice', async ({ expect }) => {
    await using it = await openTestCluster({ brokers, partitions: 1 })
    const gone: GoneRecords[] = []
    const options = { onGone: (records: GoneRecords) => gone.push(records) }
    const first = await it.consume(copyTo(it.output), options)
    await it.send(...numbered(0, 2))
    await expect.poll(() => committed(it), soon).toEqual([2n])
    await first.stop()
    await it.send(...numbered(2, 6))
    await removeBelow(it.input, 6)

    const second = await it.consume(copyTo(it.output), options)
    await expect.poll(() => committed(it), soon).toEqual([6n])
    await second.stop()
    await it.consume(copyTo(it.output), options)
    await it.send(...numbered(6, 7))
    await expect.poll(() => it.texts(it.output), soon).toEqual([['0', '1', '6']])
    expect(gone).toEqual([{ topic: it.input, partition: 0, from: 2n, to: 6n }])
  })
})
