import { describe, test } from 'vitest'
import { PermanentError, TransientError } from '../errors.ts'
import { brokersOf, textsOf } from './testing/cluster.ts'
import { measureRetries } from './testing/retry-precision.ts'
import { openRetryStage } from './testing/retry-stage.ts'

const brokers = brokersOf(process.env)
const soon = { timeout: 60_000, interval: 10 }

// By itself, not beside others: it measures.
test('a record that is tried again is never early and less than 2 s late, at every delay', async ({ expect }) => {
  const retried = await measureRetries(brokers, { records: 12, everyMs: 150, retryDelays: [1, 2] })
  expect(retried).toHaveLength(24)
  for (const { lateMs } of retried) {
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThan(2_000)
  }
})

describe.concurrent('a record that is tried again', () => {
  test.for([
    ['the waiting process is started anew', true],
    ['another process joins', false],
  ] as const)('is neither early nor 2 s late when %s', async ([, stops], { expect }) => {
    await using stage = await openRetryStage({
      brokers,
      partitions: 2,
      // Long enough for the successor to be there in time, on a busy machine as well.
      retryDelays: [5],
      handle(_, { attempt }) {
        if (attempt === 1) throw new TransientError('not yet')
      },
    })
    const first = await stage.start()
    await stage.send(...[0, 1].map((partition) => ({ partition, key: `${partition}` })))
    await expect.poll(() => stage.tries, soon).toHaveLength(2)
    await expect.poll(async () => (await stage.retries()).length, soon).toBe(2)
    if (stops) await first.stop()
    await stage.start()
    await expect.poll(() => stage.tries.filter(({ attempt }) => attempt === 2), soon).toHaveLength(2)
    for (const { lateMs } of stage.tries) {
      expect(lateMs).toBeGreaterThanOrEqual(0)
      expect(lateMs).toBeLessThan(2_000)
    }
  })

  test('keeps nobody waiting: neither while it waits nor while it is tried', async ({ expect }) => {
    const release = Promise.withResolvers<void>()
    await using stage = await openRetryStage({
      brokers,
      partitions: 1,
      retryDelays: [2],
      async handle(value, { attempt }) {
        if (String(value) !== 'retried') return
        if (attempt === 1) throw new TransientError('not yet')
        await release.promise
      },
    })
    const tried = (text: string) => stage.tries.filter((each) => each.text === text)
    const send = (text: string) => stage.send({ key: text, value: Buffer.from(text) })
    await stage.start()
    await send('retried')
    await expect.poll(() => tried('retried'), soon).toHaveLength(1)
    try {
      await send('while it waits')
      await expect.poll(() => tried('while it waits'), soon).toHaveLength(1)
      expect(tried('retried')).toHaveLength(1)
      await expect.poll(() => tried('retried'), soon).toHaveLength(2)
      for (const text of ['while it is tried', 'and once more']) {
        await send(text)
        await expect.poll(() => tried(text), soon).toHaveLength(1)
      }
    } finally {
      release.resolve()
    }
  })

  test('waits as long as the other side asked, and is a dead letter after its last try', async ({ expect }) => {
    await using stage = await openRetryStage({
      brokers,
      partitions: 1,
      retryDelays: [0.2, 1],
      handle(_, { attempt }) {
        throw new TransientError('busy', attempt === 1 ? { retryAt: Date.now() + 700 } : {})
      },
    })
    await stage.start()
    await stage.send({ key: 'k', value: Buffer.from('hopeless') })
    await expect.poll(async () => textsOf(await stage.deadLetters()), soon).toEqual(['hopeless'])
    const [first, second] = stage.tries.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(700)
    expect(stage.tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  })
})

describe.concurrent('what cannot be processed', () => {
  test('is a dead letter at once, and the partition goes on', async ({ expect }) => {
    await using stage = await openRetryStage({
      brokers,
      partitions: 1,
      retryDelays: [60],
      handle(value) {
        if (String(value).startsWith('bad')) throw new PermanentError('not ours')
      },
    })
    await stage.start()
    await stage.send(...['good 1', 'bad 1', 'bad 2', 'good 2'].map((text) => ({ key: text, value: Buffer.from(text) })))
    await stage.send({ key: null, value: null }, { key: null, value: Buffer.from('good 3') })
    await expect.poll(async () => textsOf(await stage.deadLetters()).toSorted(), soon).toEqual(['bad 1', 'bad 2', 'null'])
    await expect.poll(() => stage.tries.map(({ text }) => text), soon).toContain('good 3')
  })

  test('does not stop the consumer, whatever is thrown', async ({ expect }) => {
    const thrown = [new TypeError('t'), new RangeError('r'), new ReferenceError('e'), new SyntaxError('s'), 'a text', undefined]
    await using stage = await openRetryStage({
      brokers,
      partitions: 1,
      retryDelays: [0.2],
      handle(value, { attempt }) {
        if (String(value) !== 'fine' && attempt === 1) throw thrown[Number(String(value))]
      },
    })
    await stage.start()
    await stage.send(...thrown.map((_, n) => ({ key: `${n}`, value: Buffer.from(`${n}`) })), { key: 'fine', value: Buffer.from('fine') })
    const second = () => stage.tries.filter(({ attempt }) => attempt === 2).map(({ text }) => text)
    await expect.poll(() => second().toSorted(), soon).toEqual(thrown.map((_, n) => `${n}`))
    await stage.send({ key: 'fine', value: Buffer.from('fine') })
    await expect.poll(() => stage.tries.filter(({ text }) => text === 'fine'), soon).toHaveLength(2)
  })
})
