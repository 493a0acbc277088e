import { describe, test } from 'vitest'
import { brokersOf, copyTo, openTestCluster } from './testing/cluster.ts'
import { startMember } from './testing/member-process.ts'

const brokers = brokersOf(process.env)
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

describe.concurrent('a process that is suspended beyond its session and wakes up', () => {
  test.for(['handling', 'committing'] as const)(
    'while %s: its successor has gone on, it is shut out, and nothing is doubled',
    async (moment, { expect }) => {
      await using it = await openTestCluster({ brokers, partitions: 1 })
      await using member = startMember(it, { dwellMs: 1_500 })
      await member.first('joined')
      await it.send(...numbers(5).map((text) => ({ value: Buffer.from(text) })))
      await member.first(moment)
      await member.signal('SIGSTOP')

      await it.consume(copyTo(it.output), { kafka: { tuning: { sessionTimeoutMs: 6_000 } } })
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([numbers(5)])
      await member.signal('SIGCONT')
      // While handling, it may hear from the group before it tries to publish; while committing, it has tried already.
      const refused = member.first('refused').then(({ error }) => error)
      const shutOut = moment === 'committing' ? [refused] : [refused, member.first('lost').then(() => 'lost')]
      expect(await Promise.race(shutOut)).toMatch(/^(INVALID_PRODUCER_EPOCH|lost)$/)

      // It joins again, and whoever has the partition now goes on.
      await it.send({ value: Buffer.from('later') })
      await expect.poll(() => it.texts(it.output), { timeout: 60_000 }).toEqual([[...numbers(5), 'later']])
    },
  )
})

describe.concurrent('a process that is killed', () => {
  test('and started again at once stalls nobody, and goes on before its session would have ended', async ({ expect }) => {
    await using it = await openTestCluster({ brokers, partitions: 4 })
    const mine: { readonly partition: number; readonly at: number }[] = []
    await it.consume(async (batch) => {
      mine.push({ partition: batch.partition, at: Date.now() })
      return copyTo(it.output)(batch)
    })
    await using killed = startMember(it, { sessionTimeoutMs: 30_000 })
    await killed.first('joined')
    const sending = setInterval(() => void it.send(...[0, 1, 2, 3].map((partition) => ({ partition }))).catch(() => undefined), 50)
    try {
      await killed.first('handling')
      await killed.signal('SIGKILL')
      const killedAt = Date.now()
      await using again = startMember(it, { sessionTimeoutMs: 30_000 })
      await again.first('handling')
      expect(Date.now() - killedAt).toBeLessThan(25_000)

      const kept = mine.filter(({ at }) => at > killedAt)
      const times = kept.map(({ at }) => at)
      const longest = Math.max(...times.map((at, index) => at - (times[index - 1] ?? killedAt)))
      expect(longest).toBeLessThan(25_000)
    } finally {
      clearInterval(sending)
    }
  })
})
