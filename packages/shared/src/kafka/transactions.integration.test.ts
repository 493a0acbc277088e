import { createRequire } from 'node:module'
import { describe, test } from 'vitest'
import { createClient, kafkajs } from './kafkajs.ts'
import type { Batch, BatchResult } from './port.ts'
import { brokersOf, copyTo, openTestCluster, plainRecord, quiet, textsOf } from './testing/cluster.ts'
import { loseAnswer, loseRequest, onRequest, refuse } from './testing/faults.ts'

const brokers = brokersOf(process.env)
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

describe.concurrent('a transaction', () => {
  test.for([
    ['its request lost', loseRequest],
    ['its answer lost', loseAnswer],
    ['refused', () => refuse('UNKNOWN')],
  ] as const)(
    'a transaction whose end failed, %s, is begun anew by another producer and its batch published once',
    async ([, fault], { expect }) => {
      await using it = await openTestCluster({ brokers })
      using ends = onRequest('endTxn', it.input, (call, nth) => (nth <= 2 ? fault(call) : call()))
      await it.send(...numbers(5).map((text) => ({ value: Buffer.from(text) })))
      await it.consume(copyTo(it.output))
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([numbers(5), []])
      await it.send({ value: Buffer.from('later') })
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([[...numbers(5), 'later'], []])
      expect(ends.count()).toBeGreaterThanOrEqual(2)
    },
  )

  test('sends of one partition keep their order, and none takes another’s place, when an answer is lost', async ({ expect }) => {
    await using it = await openTestCluster({ brokers })
    using sends = onRequest('produce', it.input, (call, nth) => (nth === 1 ? loseAnswer(call) : call()))
    // More than one send takes: two to the same partition in one transaction.
    const texts = numbers(2_500)
    await it.send({})
    await it.consume(async () => ({ outputs: texts.map((text) => plainRecord(it.output, 0, text)), done: 1 }))
    await expect.poll(async () => (await it.texts(it.output))[0], { timeout: 60_000 }).toEqual(texts)
    expect(sends.count()).toBe(4)
  })

  test.for(['CONCURRENT_TRANSACTIONS', 'GROUP_LOAD_IN_PROGRESS'])(
    'offsets are sent again after %s, in the same transaction',
    async (type, { expect }) => {
      await using it = await openTestCluster({ brokers })
      using tries = onRequest('addOffsetsToTxn', it.input, (call, nth) => (nth <= 3 ? refuse(type) : call()))
      using sends = onRequest('produce', it.input, (call) => call())
      await it.send({ value: Buffer.from('1') })
      await it.consume(copyTo(it.output))
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([['1'], []])
      expect({ tries: tries.count(), sends: sends.count() }).toEqual({ tries: 4, sends: 1 })
    },
  )

  test('a slot that somebody else has opened is given up and opened again: every record is published once', async ({ expect }) => {
    await using it = await openTestCluster({ brokers })
    const stranger = createClient({ brokers, clientId: 'stranger', log: quiet })
    const fence = async () => {
      const producer = stranger.producer({
        transactionalId: `${it.group}.${it.input}.0`,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      })
      await producer.connect()
      await (await producer.transaction()).abort()
      await producer.disconnect()
    }
    await it.consume(copyTo(it.output))
    const texts = numbers(6)
    for (const text of texts) {
      await it.send({ value: Buffer.from(text) })
      await expect.poll(async () => (await it.texts(it.output))[0], { timeout: 60_000 }).toContain(text)
      await fence()
    }
    expect(await it.texts(it.output)).toEqual([texts, []])
  })

  test('records of aborted transactions that are nested in each other are not seen', async ({ expect }) => {
    await using it = await openTestCluster({ brokers })
    const client = createClient({ brokers, clientId: 'interleaved', log: quiet })
    const begin = async (name: string) => {
      const producer = client.producer({
        transactionalId: `${it.input}.${name}`,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      })
      await producer.connect()
      return { producer, transaction: await producer.transaction() }
    }
    const [a, b] = [await begin('a'), await begin('b')]
    const write = (to: typeof a, text: string) =>
      to.transaction.send({ topic: it.input, messages: [{ partition: 0, key: Buffer.from([0, 0, 0, 0]), value: text }] })
    await write(a, 'aborted a1')
    await write(b, 'aborted b1')
    await write(a, 'aborted a2')
    await b.transaction.abort()
    await write(a, 'aborted a3')
    await a.transaction.abort()
    await Promise.all([a, b].map(({ producer }) => producer.disconnect()))
    await it.send({ value: Buffer.from('committed') })
    const seen: string[] = []
    await it.consume(async (batch: Batch): Promise<BatchResult> => {
      seen.push(...textsOf(batch.records))
      return { outputs: [], done: batch.records.length }
    })
    await expect.poll(() => seen, { timeout: 60_000 }).toContain('committed')
    expect(seen).toEqual(['committed'])
  })

  test('producers mark no offsets in the map from which the consumer takes where to read', async ({ expect }) => {
    await using it = await openTestCluster({ brokers })
    interface Cluster {
      readonly committedOffsetsByGroup: object
    }
    const { prototype } = createRequire(import.meta.url)('kafkajs/src/cluster') as {
      readonly prototype: Record<'committedOffsets' | 'markOffsetAsCommitted', (this: Cluster, of: { readonly groupId: string }) => unknown>
    }
    const { committedOffsets, markOffsetAsCommitted } = prototype
    const read = new Set<object>()
    const marked = new Set<object>()
    let marking = false
    prototype.committedOffsets = function reads(of) {
      if (!marking && of.groupId === it.group) read.add(this.committedOffsetsByGroup)
      return committedOffsets.call(this, of)
    }
    prototype.markOffsetAsCommitted = function marks(of) {
      marking = true
      if (of.groupId === it.group) marked.add(this.committedOffsetsByGroup)
      const result = markOffsetAsCommitted.call(this, of)
      marking = false
      return result
    }
    try {
      await it.send({ value: Buffer.from('1') })
      await it.consume(copyTo(it.output))
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([['1'], []])
    } finally {
      Object.assign(prototype, { committedOffsets, markOffsetAsCommitted })
    }
    expect(read.size).toBeGreaterThan(0)
    expect(marked.size).toBeGreaterThan(0)
    expect(read.intersection(marked)).toEqual(new Set())
  })
})
