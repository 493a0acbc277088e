import { expect, test, vi } from 'vitest'
import { createLogger } from '../runtime/logger.ts'
import { createLane } from './create-lane.ts'
import type { LaneOptions } from './lane.ts'
import type { Batch, BatchResult, KafkaRecord, OutgoingRecord } from './port.ts'

const record = (offset: number): KafkaRecord => ({
  topic: 'input',
  partition: 0,
  offset: BigInt(offset),
  key: 'k',
  value: Buffer.from(String(offset)),
  headers: {},
  timestamp: 0,
})
const records = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => record(from + index))
const output = (offset: bigint): OutgoingRecord => ({ topic: 'output', partition: 0, key: String(offset), value: null, headers: {} })
const outputsOf = (batch: Batch): BatchResult => ({
  outputs: batch.records.map(({ offset }) => output(offset)),
  done: batch.records.length,
})
const until = async (condition: () => void) => {
  await expect.poll(() => (condition(), true), { interval: 1, timeout: 2_000 }).toBe(true)
}

/** A broker of one partition: what was published, and how far; and everything a lane asks of the world. */
const setUp = (
  overrides: Partial<LaneOptions> = {},
  broker: { offset?: bigint; commitFails?: (attempt: number) => 'before' | 'after' | undefined } = {},
) => {
  const published: number[] = []
  const batches: number[][] = []
  const rewinds: bigint[] = []
  const gone: (readonly [bigint, bigint])[] = []
  const flows: boolean[] = []
  const slots = { opened: 0, closed: 0 }
  let offset = broker.offset
  let commits = 0
  const lane = createLane({
    topic: 'input',
    partition: 0,
    maxRecords: 10,
    gatherMs: 0,
    idleSlotMs: undefined,
    log: createLogger('test', 'silent'),
    now: Date.now,
    handle: async (batch) => outputsOf(batch),
    async openSlot() {
      slots.opened++
      return {
        committed: offset,
        async commit(outputs, next) {
          const fault = broker.commitFails?.(++commits)
          if (fault === 'before') throw new Error('the broker did not hear of it')
          published.push(...outputs.map(({ key }) => Number(key)))
          batches.push(outputs.map(({ key }) => Number(key)))
          offset = next
          if (fault === 'after') throw new Error('the answer was lost')
        },
        close: async () => void slots.closed++,
      }
    },
    hurry: new AbortController().signal,
    rewind: (to) => rewinds.push(to),
    flow: (open) => flows.push(open),
    onGone: (from, to) => gone.push([from, to]),
    ...overrides,
  })
  return { lane, published, batches, rewinds, gone, flows, slots, committed: () => offset }
}

test('publishes every record once, in order, in batches of bounded size', async () => {
  const { lane, published, batches } = setUp()
  lane.accept(0n, 25n, records(0, 25))
  await until(() => expect(published).toEqual(records(0, 25).map(({ offset }) => Number(offset))))
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 5])
})

test.each(['before', 'after'] as const)(
  'a commit that failed %s it took place: the slot is opened anew, and nothing published twice',
  async (when) => {
    const { lane, published, slots, committed } = setUp({}, { commitFails: (attempt) => (attempt === 1 ? when : undefined) })
    lane.accept(0n, 3n, records(0, 3))
    await until(() => expect(committed()).toBe(3n))
    await lane.settled(1_000)
    expect(published).toEqual([0, 1, 2])
    expect(slots).toEqual({ opened: 2, closed: 1 })
  },
)

test('a batch whose handling threw keeps its slot: nothing was begun', async () => {
  const handle = vi
    .fn<LaneOptions['handle']>()
    .mockRejectedValueOnce(new TypeError('once'))
    .mockImplementation(async (batch) => outputsOf(batch))
  const { lane, published, slots } = setUp({ handle })
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(published).toEqual([0]))
  expect(slots).toEqual({ opened: 1, closed: 0 })
})

test('records that come twice, or lie below the committed offset, are handled once', async () => {
  const { lane, published } = setUp({}, { offset: 2n })
  lane.accept(0n, 4n, records(0, 4))
  lane.accept(1n, 6n, records(1, 6))
  await until(() => expect(published).toEqual([2, 3, 4, 5]))
})

test('goes back when the client has passed over records', async () => {
  const { lane, published, rewinds } = setUp({}, { offset: 2n })
  lane.accept(50n, 60n, records(50, 60))
  await until(() => expect(rewinds).toEqual([2n]))
  lane.accept(2n, 4n, records(2, 4))
  await until(() => expect(published).toEqual([2, 3]))
})

test('takes records while a batch is in hand, and they make one batch', async () => {
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const handle = async (batch: Batch) => {
    started.resolve()
    await release.promise
    return outputsOf(batch)
  }
  const { lane, batches } = setUp({ handle })
  lane.accept(0n, 1n, records(0, 1))
  await started.promise
  for (const offset of [1, 2, 3]) lane.accept(BigInt(offset), BigInt(offset + 1), records(offset, offset + 1))
  release.resolve()
  await until(() => expect(batches).toEqual([[0], [1, 2, 3]]))
})

test('stops the flow when enough is in memory, and lets it flow again', async () => {
  const release = Promise.withResolvers<void>()
  const handle = async (batch: Batch) => {
    await release.promise
    return outputsOf(batch)
  }
  const { lane, flows } = setUp({ handle })
  lane.accept(0n, 20n, records(0, 20))
  expect(flows).toEqual([false])
  release.resolve()
  await until(() => expect(flows).toEqual([false, true]))
})

test('a few large records are enough', () => {
  const { lane, flows } = setUp()
  lane.accept(0n, 1n, [{ ...record(0), value: Buffer.alloc(8 << 20) }])
  expect(flows).toEqual([false])
})

test('waits until the time a batch asked for, never less, and holds up nobody meanwhile', async () => {
  const resumeAt = Date.now() + 60
  const calls: number[] = []
  const handle = async (batch: Batch): Promise<BatchResult> => {
    calls.push(Date.now())
    return Date.now() < resumeAt ? { outputs: [], done: 0, resumeAt } : outputsOf(batch)
  }
  const { lane, published } = setUp({ handle })
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(calls).toHaveLength(1))
  lane.accept(1n, 2n, records(1, 2))
  await lane.settled(10_000)
  expect(published).toEqual([])
  await until(() => expect(published).toEqual([0, 1]))
  expect(calls[1]).toBeGreaterThanOrEqual(resumeAt)
  expect(calls).toHaveLength(2)
})

test('under load a batch waits for company, after an idle time none does', async () => {
  const { lane, batches } = setUp({ gatherMs: 60 })
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(batches).toEqual([[0]]))
  const since = Date.now()
  lane.accept(1n, 2n, records(1, 2))
  lane.accept(2n, 3n, records(2, 3))
  await until(() => expect(batches).toEqual([[0], [1, 2]]))
  expect(Date.now() - since).toBeGreaterThanOrEqual(40)
})

test('where commits take long a batch waits three times as long for company', async () => {
  const clock = { now: 1_000_000 }
  const batches: bigint[] = []
  const { lane } = setUp({
    now: () => clock.now,
    async openSlot() {
      return {
        committed: 0n,
        async commit(_outputs, next) {
          clock.now += 40
          batches.push(next)
        },
        close: async () => undefined,
      }
    },
  })
  const take = async (offset: bigint) => {
    lane.accept(offset, offset + 1n, records(Number(offset), Number(offset) + 1))
    await new Promise(setImmediate)
  }
  await take(0n)
  await until(() => expect(batches).toEqual([1n]))
  await take(1n)
  clock.now += 119
  await take(2n)
  expect(batches).toEqual([1n])
  clock.now += 1
  await take(3n)
  await until(() => expect(batches).toEqual([1n, 4n]))
})

test('a full batch does not wait for company', async () => {
  const { lane, batches } = setUp({ gatherMs: 60_000 })
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(batches).toHaveLength(1))
  lane.accept(1n, 11n, records(1, 11))
  await until(() => expect(batches).toHaveLength(2))
})

test('a lost partition: the signal tells, the result is thrown away, the slot is closed', async () => {
  const started = Promise.withResolvers<AbortSignal>()
  const release = Promise.withResolvers<void>()
  const handle = async (batch: Batch) => {
    started.resolve(batch.signal)
    await release.promise
    return outputsOf(batch)
  }
  const { lane, published, slots } = setUp({ handle })
  lane.accept(0n, 1n, records(0, 1))
  const signal = await started.promise
  const lost = lane.lose()
  expect(signal.aborted).toBe(true)
  release.resolve()
  await lost
  expect(published).toEqual([])
  expect(slots).toEqual({ opened: 1, closed: 1 })
})

test('finishing lets the batch in hand be committed, and no other begin', async () => {
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const handle = async (batch: Batch) => {
    started.resolve()
    await release.promise
    return outputsOf(batch)
  }
  const { lane, published } = setUp({ handle })
  lane.accept(0n, 15n, records(0, 15))
  await started.promise
  const finished = lane.finish()
  release.resolve()
  await finished
  expect(published).toHaveLength(10)
})

test('a batch in hand is told when a stop has waited long enough, and what it has finished by then is committed', async () => {
  const hurry = new AbortController()
  const started = Promise.withResolvers<void>()
  const handle = async ({ signal }: Batch): Promise<BatchResult> => {
    started.resolve()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    return { outputs: [output(0n)], done: 1 }
  }
  const { lane, published } = setUp({ handle, hurry: hurry.signal })
  lane.accept(0n, 2n, records(0, 2))
  await started.promise
  const finished = lane.finish()
  hurry.abort()
  await finished
  expect(published).toEqual([0])
})

test('finishing ends every wait at once', async () => {
  const waiting = setUp({ handle: async () => ({ outputs: [], done: 0, resumeAt: Date.now() + 3_600_000 }) })
  const failing = setUp({ openSlot: () => Promise.reject(new Error('no coordinator')) })
  const gathering = setUp({ gatherMs: 3_600_000 })
  gathering.lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(gathering.published).toEqual([0]))
  for (const { lane } of [waiting, failing]) lane.accept(0n, 1n, records(0, 1))
  gathering.lane.accept(1n, 2n, records(1, 2))
  await Promise.all([waiting, failing, gathering].map(({ lane }) => lane.finish()))
  expect(gathering.published).toEqual([0])
})

test('a slot opened ahead is the one the first record uses', async () => {
  const { lane, published, slots } = setUp()
  lane.warm()
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(published).toEqual([0]))
  expect(slots.opened).toBe(1)
})

test('gives back a slot that is not used, and opens another when it is', async () => {
  const { lane, published, slots } = setUp({ idleSlotMs: 1 })
  lane.accept(0n, 1n, records(0, 1))
  await until(() => expect(slots).toEqual({ opened: 1, closed: 1 }))
  lane.accept(1n, 2n, records(1, 2))
  await until(() => expect(published).toEqual([0, 1]))
})

test('tells of records that are gone, commits where it goes on, and what was in hand is not lost with them', async () => {
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const handle = async (batch: Batch) => {
    started.resolve()
    await release.promise
    return outputsOf(batch)
  }
  const { lane, published, gone, committed } = setUp({ handle })
  lane.accept(0n, 3n, records(0, 3))
  await started.promise
  lane.jump(3n, 50n)
  release.resolve()
  await until(() => expect(committed()).toBe(50n))
  expect(gone).toEqual([[3n, 50n]])
  lane.accept(50n, 52n, records(50, 52))
  await until(() => expect(published).toEqual([0, 1, 2, 50, 51]))
})
