import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, test } from 'vitest'
import type { Batch } from './port.ts'
import { brokersOf, copyTo, openTestCluster, textsOf } from './testing/cluster.ts'
import { onRequest, refuse } from './testing/faults.ts'
import { viewGroup } from './testing/group.ts'

const brokers = brokersOf(process.env)
/** The shortest the broker allows. */
const session = { tuning: { sessionTimeoutMs: 6_000 } }
const soon = { timeout: 60_000, interval: 20 }

describe.concurrent('while a batch takes longer than a session', () => {
  test('the process stays a member, and the batch is handled once', async ({ expect }) => {
    await using it = await openTestCluster({ brokers, partitions: 1 })
    await using view = await viewGroup(brokers, it.group)
    const handled: string[] = []
    await it.consume(
      async (batch) => {
        handled.push(...textsOf(batch.records))
        await delay(8_000)
        return copyTo(it.output)(batch)
      },
      { kafka: session },
    )
    const before = await view.assignments()
    await it.send({ value: Buffer.from('long') })
    await expect.poll(() => it.texts(it.output), soon).toEqual([['long']])
    expect(handled).toEqual(['long'])
    expect(await view.assignments()).toEqual(before)
  })
})

describe.concurrent('when another member joins while a batch is in hand', () => {
  /** Handles the first batch of a partition when told to, the others at once. */
  const slowly = (output: string) => {
    const handled: { readonly batch: Batch; readonly text: string }[] = []
    const release = Promise.withResolvers<void>()
    return {
      handled,
      release: release.resolve,
      async handle(batch: Batch) {
        handled.push(...batch.records.map(({ value }) => ({ batch, text: String(value) })))
        await release.promise
        return copyTo(output)(batch)
      },
    }
  }

  test('the newcomer works before the batch is done, and what stays where it is is handled once', async ({ expect }) => {
    await using it = await openTestCluster({ brokers, partitions: 2 })
    const old = slowly(it.output)
    await it.consume(old.handle)
    for (const partition of [0, 1]) await it.send({ partition, value: Buffer.from(`first of ${partition}`) })
    await expect.poll(() => old.handled, soon).toHaveLength(2)

    const newcomer: string[] = []
    await it.consume(async (batch) => {
      newcomer.push(...textsOf(batch.records))
      return copyTo(it.output)(batch)
    })
    // The partition that moved is begun anew there while the old member still has both in hand.
    await expect.poll(() => newcomer, soon).toHaveLength(1)
    const lost = old.handled.filter(({ batch }) => batch.signal.aborted).map(({ text }) => text)
    expect(lost).toEqual(newcomer)

    old.release()
    await expect.poll(() => it.texts(it.output), soon).toEqual([['first of 0'], ['first of 1']])
    expect(old.handled).toHaveLength(2)
  })
})

describe.concurrent('at least once', () => {
  test.for(['ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'UNKNOWN_MEMBER_ID'])(
    'a commit refused with %s is a redelivery and no error',
    async (type, { expect }) => {
      const lines: { readonly level: number; readonly msg: string }[] = []
      const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
      const fatal: Error[] = []
      await using it = await openTestCluster({ brokers, partitions: 1 })
      using commits = onRequest('offsetCommit', it.group, (call, nth) => (nth === 1 ? refuse(type) : call()))
      const handled: string[] = []
      await it.consume(
        async (batch) => {
          handled.push(...textsOf(batch.records))
          return copyTo(it.output)(batch)
        },
        { guarantee: 'at-least-once', kafka: { log }, onFatal: (error) => fatal.push(error) },
      )
      await it.send({ value: Buffer.from('1') })
      await expect.poll(async () => (await it.kafka.lag(it.group, [it.input])).map(({ committed }) => committed), soon).toEqual([1n])
      expect(commits.count()).toBe(2)
      expect(handled).toEqual(['1', '1'])
      expect(fatal).toEqual([])
      expect(lines.filter(({ level }) => level >= 40)).toEqual([])
      expect(lines.map(({ msg }) => msg)).toContain('the partition may have changed hands: its batch is delivered again')
    },
  )
})
