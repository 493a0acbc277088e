import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyTo, openTestCluster, textsOf, type TestCluster } from '@hansard/shared/kafka/testing/cluster'
import { loseRequest, onRequest } from '@hansard/shared/kafka/testing/faults'
import { openLeaders, type Leaders } from '@hansard/shared/kafka/testing/leaders'
import { createKafkaCluster, type KafkaCluster } from '@hansard/stack/components/kafka-cluster'
import { openLedger } from '@hansard/stack/processes/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'

const replicated = { replicationFactor: 3, config: { 'min.insync.replicas': '2' } }
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const soon = { timeout: 60_000, interval: 100 }

let stateDir: string
let cluster: KafkaCluster
let brokers: readonly string[]
let leaders: Leaders

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hansard-brokers-'))
  const ledger = openLedger(join(stateDir, 'processes.json'))
  cluster = await createKafkaCluster({ stateDir, env: process.env, ledger, signal: new AbortController().signal })
  await cluster.start()
  brokers = cluster.brokers.split(',')
  leaders = await openLeaders(brokers)
})
afterAll(async () => {
  await leaders[Symbol.asyncDispose]()
  for (const node of cluster.nodes) node.kill()
  await cluster.stop()
  await rm(stateDir, { recursive: true })
})

const published = async (it: TestCluster) => (await it.texts(it.output)).flat().toSorted((a, b) => Number(a) - Number(b))

test('the leader of another partition moves while a batch is in hand, whose transaction then fails: nothing is passed over, nothing doubled', async () => {
  await using it = await openTestCluster({ brokers, ...replicated })
  using ends = onRequest('endTxn', `${it.input}.0`, (call, nth) => (nth === 1 ? loseRequest() : call()))
  await it.send(...numbers(100).map((text) => ({ value: Buffer.from(text) })))
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const seen: string[] = []
  await it.consume(async (batch) => {
    seen.push(...textsOf(batch.records))
    started.resolve()
    await release.promise
    return copyTo(it.output)(batch)
  })
  await started.promise
  await leaders.move(it.input, 1)
  // Whoever reads partition 1 now has joined the group anew, while the batch of partition 0 is still in hand.
  await it.send({ partition: 1, value: Buffer.from('100') })
  await expect.poll(() => seen, soon).toContain('100')
  release.resolve()
  await expect.poll(() => published(it), soon).toEqual(numbers(101))
  expect(ends.count()).toBeGreaterThan(1)
})

test('the leader of what is read moves, then that of what is written', async () => {
  await using it = await openTestCluster({ brokers, ...replicated, partitions: 1 })
  await it.consume(copyTo(it.output))
  const texts = numbers(6)
  const sendAndSee = async (text: string) => {
    await it.send({ value: Buffer.from(text) })
    await expect.poll(() => published(it), soon).toContain(text)
  }
  for (const text of texts.slice(0, 2)) await sendAndSee(text)
  await leaders.move(it.input, 0)
  for (const text of texts.slice(2, 4)) await sendAndSee(text)
  await leaders.move(it.output, 0)
  for (const text of texts.slice(4)) await sendAndSee(text)
  expect(await published(it)).toEqual(texts)
})

test('a broker dies under load and comes back: every record is published once', async () => {
  await using it = await openTestCluster({ brokers, ...replicated, partitions: 3 })
  await it.consume(copyTo(it.output))
  await it.consume(copyTo(it.output))
  const sent: string[] = []
  const send = async (text: string) => {
    const partition = sent.length % 3
    // Not certain whether it was stored: a number that may be missing is none that must come.
    await it.send({ partition, value: Buffer.from(text) }).then(
      () => sent.push(text),
      () => undefined,
    )
  }
  const load = async (from: number, to: number) => {
    for (let n = from; n < to; n++) await send(String(n))
  }
  await load(0, 50)
  const leader = await leaders.of(it.input, 0)
  const node = cluster.nodes[leader - 1]!
  node.kill()
  await load(50, 100)
  await expect.poll(() => published(it), soon).toEqual(expect.arrayContaining(sent))
  await node.stop()
  await node.start()
  await load(100, 150)
  await expect.poll(() => published(it), soon).toEqual(expect.arrayContaining(sent))
  // A send without an answer may have been stored, and one that was tried again stored twice: of what is in the input, nothing is doubled.
  const input = (await it.texts(it.input)).flat().toSorted((a, b) => Number(a) - Number(b))
  expect(await published(it)).toEqual(input)
})
