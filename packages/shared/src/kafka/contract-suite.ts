import { expect, test, vi } from 'vitest'
import { PermanentError } from '../errors.ts'
import { uuidV7 } from '../ids.ts'
import type { Batch, BatchResult, Consumer, Guarantee, Kafka, KafkaRecord, OutgoingRecord } from './port.ts'

/** What every implementation of the port must do; run by memory.test.ts and kafka.integration.test.ts. */
export const describeKafkaContract = (open: () => Kafka, guarantee: Guarantee): void => {
  const setUp = async () => {
    const kafka = open()
    const id = uuidV7()
    const [input, output] = [`in-${id}`, `out-${id}`]
    await kafka.createTopics([input, output].map((name) => ({ name, partitions: 2, replicationFactor: 1, config: {} })))
    const producer = await kafka.producer()
    const consumers: Consumer[] = []
    return {
      kafka,
      input,
      output,
      send: (...records: readonly Partial<OutgoingRecord>[]) =>
        producer.send(records.map((record) => ({ topic: input, partition: 0, key: 'k', value: Buffer.from('v'), headers: {}, ...record }))),
      async consume(handle: (batch: Batch) => Promise<BatchResult>, options: { group?: string; topic?: string; maxRecords?: number } = {}) {
        const { group = `group-${id}`, topic = input, maxRecords = 100 } = options
        const consumer = await kafka.consume({ group, guarantee, topics: [topic], maxRecords, handle, onFatal: () => undefined })
        consumers.push(consumer)
        return consumer
      },
      async [Symbol.asyncDispose]() {
        await Promise.all(consumers.map((consumer) => consumer.stop()))
        await producer.close()
        await kafka.close()
      },
    }
  }
  const texts = (records: readonly KafkaRecord[]) => records.map(({ value }) => value?.toString())
  const finish = ({ records }: Batch): BatchResult => ({ outputs: [], done: records.length })
  // Not expect.poll: that knows only one test at a time, and these run side by side.
  const patience = { timeout: 60_000, interval: 20 }
  const until = async (condition: () => void | Promise<void>) => {
    await vi.waitFor(condition, patience)
  }

  test('delivers a partition in order, with key, value, headers and offset as written', async () => {
    await using it = await setUp()
    const seen: KafkaRecord[] = []
    await it.send({ key: 'a', value: Buffer.from([0, 255]), headers: { one: '1', two: 'é' } }, { key: null, value: null })
    await it.consume(async (batch) => {
      seen.push(...batch.records)
      return finish(batch)
    })
    await until(() => expect(seen).toHaveLength(2))
    expect(seen[0]).toMatchObject({ partition: 0, offset: 0n, key: 'a', value: Buffer.from([0, 255]), headers: { one: '1', two: 'é' } })
    expect(seen[1]).toMatchObject({ offset: 1n, key: null, value: null, headers: {} })
  })

  test('publishes what a batch came to and goes on after it', async () => {
    await using it = await setUp()
    await it.send({ value: Buffer.from('1') })
    const seen: string[] = []
    const handle = async (batch: Batch): Promise<BatchResult> => {
      seen.push(...batch.records.map(({ value }) => String(value)))
      return {
        outputs: batch.records.map(({ key, value, headers }) => ({ topic: it.output, partition: 1, key, value, headers })),
        done: batch.records.length,
      }
    }
    const first = await it.consume(handle)
    const published: KafkaRecord[] = []
    await it.consume(
      async (batch) => {
        published.push(...batch.records)
        return finish(batch)
      },
      { group: `reader-${it.output}`, topic: it.output },
    )
    await until(() => expect(texts(published)).toEqual(['1']))
    expect(published[0]?.partition).toBe(1)
    await first.stop()
    await it.send({ value: Buffer.from('2') })
    await it.consume(handle)
    await until(() => expect(texts(published)).toEqual(['1', '2']))
    expect(seen).toEqual(['1', '2'])
  })

  test('delivers again what a batch left undone, and only that', async () => {
    await using it = await setUp()
    await it.send(...['1', '2', '3'].map((text) => ({ value: Buffer.from(text) })))
    const finished: (string | undefined)[] = []
    await it.consume(async ({ records }) => {
      finished.push(...texts(records.slice(0, 1)))
      return { outputs: [], done: 1 }
    })
    await until(() => expect(finished).toEqual(['1', '2', '3']))
  })

  test('a batch whose handling threw is delivered again, whatever was thrown, and nothing of it is published', async () => {
    await using it = await setUp()
    await it.send({})
    const thrown = [new Error('plain'), new TypeError('of a kind that stops kafkajs'), 'not even an error']
    const attempts: number[] = []
    await it.consume(async (batch) => {
      attempts.push(attempts.length)
      const next = thrown.shift()
      if (next !== undefined) throw next
      return finish(batch)
    })
    await until(() => expect(attempts).toEqual([0, 1, 2, 3]))
  })

  test('does not deliver a partition before its time, and the others meanwhile', async () => {
    await using it = await setUp()
    await it.send({ partition: 0 })
    const waits: { readonly calledAt: number; readonly resumeAt: number }[] = []
    let others = 0
    await it.consume(async (batch) => {
      if (batch.partition === 1) others++
      else waits.push({ calledAt: Date.now(), resumeAt: Date.now() + 300 })
      return batch.partition === 0 && others === 0 ? { outputs: [], done: 0, resumeAt: waits.at(-1)?.resumeAt ?? 0 } : finish(batch)
    })
    await until(() => expect(waits).toHaveLength(2))
    await it.send({ partition: 1 })
    await until(() => expect(others).toBe(1))
    await until(() => expect(waits.length).toBeGreaterThan(2))
    for (const [index, { calledAt }] of waits.entries()) expect(calledAt).toBeGreaterThanOrEqual(waits[index - 1]?.resumeAt ?? 0)
  })

  test('every group sees every record', async () => {
    await using it = await setUp()
    await it.send({ value: Buffer.from('1') })
    const seen = new Map<string, (string | undefined)[]>([
      ['one', []],
      ['two', []],
    ])
    for (const [group, values] of seen)
      await it.consume(
        async (batch) => {
          values.push(...texts(batch.records))
          return finish(batch)
        },
        { group: `${group}-${it.input}` },
      )
    await until(() => expect([...seen.values()]).toEqual([['1'], ['1']]))
  })

  test('a stop lets the batch in hand finish and commit', async () => {
    await using it = await setUp()
    await it.send({ value: Buffer.from('1') })
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const seen: (string | undefined)[] = []
    const handle = async (batch: Batch) => {
      seen.push(...texts(batch.records))
      started.resolve()
      await release.promise
      return finish(batch)
    }
    const consumer = await it.consume(handle)
    await started.promise
    const stopped = consumer.stop()
    release.resolve()
    await stopped
    await it.send({ value: Buffer.from('2') })
    await it.consume(handle)
    await until(() => expect(seen).toEqual(['1', '2']))
  })

  test('tells how far a group is behind', async () => {
    await using it = await setUp()
    await it.send({}, {}, { partition: 1 })
    expect((await it.kafka.lag(`group-${it.input}`, [it.input])).toSorted((a, b) => a.partition - b.partition)).toEqual([
      { topic: it.input, partition: 0, committed: 0n, end: 2n },
      { topic: it.input, partition: 1, committed: 0n, end: 1n },
    ])
    await it.consume(async (batch) => finish(batch), { group: `group-${it.input}` })
    await vi.waitFor(async () => {
      const lags = await it.kafka.lag(`group-${it.input}`, [it.input])
      expect(lags.every(({ committed, end }) => committed === end)).toBe(true)
    }, patience)
  })

  test('tells what a group has yet to read: records, not the markers of transactions', async () => {
    await using it = await setUp()
    const group = `group-${it.input}`
    const atomic = await it.kafka.atomicProducer(`atomic-${it.input}`)
    const record = { topic: it.input, partition: 0, key: 'k', headers: {} }
    for (const text of ['1', '2', '3']) await atomic.send([{ ...record, value: Buffer.from(text), headers: { n: text } }])
    await it.send({ partition: 1, value: Buffer.from('4') }, { partition: 1, value: Buffer.from('5') })
    const unread = async () => {
      const partitions = await it.kafka.unread(group, [it.input, it.output])
      return partitions
        .toSorted((a, b) => a.partition - b.partition)
        .filter(({ topic, count, first }) => topic === it.input || count > 0 || first !== undefined)
        .map(({ partition, count, first }) => ({ partition, count, first: first && `${first.value?.toString()} ${first.headers['n']}` }))
    }
    await until(async () =>
      expect(await unread()).toEqual([
        { partition: 0, count: 3, first: '1 1' },
        { partition: 1, count: 2, first: '4 undefined' },
      ]),
    )
    const consumer = await it.consume(async (batch) => ({ outputs: [], done: batch.partition === 0 ? batch.records.length : 1 }), {
      group,
      maxRecords: 2,
    })
    await until(async () =>
      expect(await unread()).toEqual([
        { partition: 0, count: 0, first: undefined },
        { partition: 1, count: 0, first: undefined },
      ]),
    )
    await consumer.stop()
    await atomic.send([{ ...record, value: Buffer.from('6') }])
    await atomic.close()
    await until(async () => expect((await unread())[0]).toEqual({ partition: 0, count: 1, first: '6 undefined' }))
  })

  test('reads what topics hold now, committed records only, and ends', async () => {
    await using it = await setUp()
    const atomic = await it.kafka.atomicProducer(`atomic-${it.input}`)
    const record = { topic: it.input, partition: 0, key: 'k', headers: {} }
    await atomic.send(['1', '2'].map((text) => ({ ...record, value: Buffer.from(text) })))
    await it.send({ partition: 1, value: Buffer.from('3') })
    await atomic.send([{ ...record, value: Buffer.from('4') }])
    await atomic.close()
    const seen: KafkaRecord[] = []
    await it.kafka.read([it.input, it.output], async (records) => void seen.push(...records))
    expect(texts(seen.filter(({ partition }) => partition === 0))).toEqual(['1', '2', '4'])
    expect(texts(seen.filter(({ partition }) => partition === 1))).toEqual(['3'])
  })

  test('a reading ends as its reader does, and one of empty topics at once', async () => {
    await using it = await setUp()
    await it.kafka.read([it.output], () => Promise.reject(new Error('never called')))
    await it.send({})
    await expect(it.kafka.read([it.input], () => Promise.reject(new TypeError('enough')))).rejects.toThrow(new TypeError('enough'))
  })

  test('a newer atomic producer shuts the older one of its id out', async () => {
    await using it = await setUp()
    const record = { topic: it.input, partition: 0, key: 'k', headers: {} }
    const older = await it.kafka.atomicProducer(`atomic-${it.input}`)
    await older.send([{ ...record, value: Buffer.from('1') }])
    const newer = await it.kafka.atomicProducer(`atomic-${it.input}`)
    const refused = older.send([
      { ...record, value: Buffer.from('2') },
      { ...record, partition: 1, value: Buffer.from('2') },
    ])
    await expect(refused).rejects.toBeInstanceOf(PermanentError)
    await newer.send([{ ...record, value: Buffer.from('3') }])
    const seen: KafkaRecord[] = []
    await it.kafka.read([it.input], async (records) => void seen.push(...records))
    expect(texts(seen)).toEqual(['1', '3'])
    await Promise.all([older.close(), newer.close()])
  })

  test('tells of many topics at once how far a group is behind', async () => {
    await using it = await setUp()
    const topics = Array.from({ length: 20 }, (_, n) => `many-${n}-${it.input}`)
    await it.kafka.createTopics(topics.map((name) => ({ name, partitions: 2, replicationFactor: 1, config: {} })))
    const lag = await it.kafka.lag(`group-${it.input}`, topics)
    expect(lag.map(({ topic }) => topic)).toEqual(topics.flatMap((name) => [name, name]))
  })

  test('says which topic is missing', async () => {
    await using it = await setUp()
    await expect(it.kafka.partitionCount(`missing-${it.input}`)).rejects.toThrow(/missing-.* does not exist/)
  })
}
