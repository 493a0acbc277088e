import { createRequire } from 'node:module'
import type { Admin, Cluster, KafkaMessage } from 'kafkajs'
import type { UnreadRecords } from './port.ts'
import { toRecord } from './record.ts'

const require = createRequire(import.meta.url)

/** Enough for the first record, however large, and for a fair sample of what follows it. */
const bytesPerPartition = 65_536
const bytesPerFetch = 8 << 20
/** So many fetches in a row that show nothing but markers and aborted records, and the rest is left to the next look. */
const fetchesAtMost = 20
const readCommitted = 1

/** kafkajs' types leave these out. */
interface FetchedPartition {
  readonly partition: number
}
interface FetchingBroker {
  fetch(request: object): Promise<{
    readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[]
  }>
}
interface FetchedBatch {
  readonly messages: readonly KafkaMessage[]
  isEmptyIncludingFiltered(): boolean
  lastOffset(): string
}
type BatchOf = new (topic: string, fetchedOffset: string, data: FetchedPartition) => FetchedBatch

interface Stretch {
  readonly topic: string
  readonly partition: number
  readonly from: bigint
  readonly end: bigint
}

const nameOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string => `${topic}/${partition}`

/**
 * What a group has yet to read. An offset more is not a record more: every transaction leaves a marker that nobody ever reads or
 * commits, so the records themselves are looked at. One fetch a broker where a stage keeps up.
 */
export const unreadRecords = async (
  cluster: Cluster,
  admin: Admin,
  group: string,
  topics: readonly string[],
): Promise<readonly UnreadRecords[]> => {
  await cluster.addMultipleTargetTopics([...topics])
  await cluster.refreshMetadataIfNecessary()
  const partitions = topics.flatMap((topic) =>
    cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ topic, partition: partitionId })),
  )
  const committed = new Map(
    (await admin.fetchOffsets({ groupId: group, topics: [...topics] })).flatMap(({ topic, partitions: of }) =>
      of.map(({ partition, offset }) => [nameOf({ topic, partition }), BigInt(offset)] as const),
    ),
  )
  const ends = await edgesOf(cluster, partitions, false)
  const behind = partitions.flatMap((each): readonly Stretch[] => {
    const [from, end] = [committed.get(nameOf(each)) ?? -1n, ends.get(nameOf(each)) ?? 0n]
    return from < end && end > 0n ? [{ ...each, from, end }] : []
  })
  // Most have nothing to read, and need not be asked where they begin.
  const begins = behind.length === 0 ? new Map<string, bigint>() : await edgesOf(cluster, behind, true)
  const stretches = behind.map((each): Stretch => {
    const first = begins.get(nameOf(each)) ?? 0n
    return each.from > first ? each : { ...each, from: first }
  })
  const found = await lookAt(cluster, stretches)
  return partitions.map((each) => found.get(nameOf(each)) ?? { ...each, count: 0, first: undefined })
}

const edgesOf = async (
  cluster: Cluster,
  partitions: readonly { readonly topic: string; readonly partition: number }[],
  fromBeginning: boolean,
): Promise<ReadonlyMap<string, bigint>> => {
  const wanted = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitions: of.map(({ partition }) => ({ partition })),
    fromBeginning,
  }))
  const found = await cluster.fetchTopicsOffset(wanted)
  return new Map(
    found.flatMap(({ topic, partitions: of }) =>
      of.map(({ partition, offset }) => [nameOf({ topic, partition }), BigInt(offset)] as const),
    ),
  )
}

/** Fetches from where each stretch begins, and goes on where a fetch showed no record, until each has shown its first or has none. */
const lookAt = async (cluster: Cluster, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, UnreadRecords>> => {
  const found = new Map<string, UnreadRecords>()
  let open = stretches.filter(({ from, end }) => from < end)
  for (let fetches = 0; open.length > 0 && fetches < fetchesAtMost; fetches++) {
    const batches = await fetchFrom(cluster, open)
    open = open.flatMap((stretch) => {
      const batch = batches.get(nameOf(stretch))
      // Not in this answer, which is of bounded size: asked for again.
      if (batch === undefined || batch.isEmptyIncludingFiltered()) return batch === undefined ? [stretch] : []
      const behind = BigInt(batch.lastOffset()) + 1n
      const [first] = batch.messages
      if (first === undefined) return behind < stretch.end ? [{ ...stretch, from: behind }] : []
      found.set(nameOf(stretch), {
        topic: stretch.topic,
        partition: stretch.partition,
        count: projected(batch.messages.length, stretch, behind),
        first: toRecord(stretch.topic, stretch.partition, first),
      })
      return []
    })
  }
  return found
}

/** What lies behind the fetch holds as many records an offset as the fetch itself. */
const projected = (records: number, { from, end }: Stretch, behind: bigint): number => {
  const [seen, beyond] = [Number(behind - from), Number(end > behind ? end - behind : 0n)]
  return records + Math.round((beyond * records) / seen)
}

const fetchFrom = async (cluster: Cluster, stretches: readonly Stretch[]): Promise<ReadonlyMap<string, FetchedBatch>> => {
  const byLeader = new Map<string, Stretch[]>()
  for (const stretch of stretches)
    for (const nodeId of Object.keys(cluster.findLeaderForPartitions(stretch.topic, [stretch.partition])))
      byLeader.set(nodeId, [...(byLeader.get(nodeId) ?? []), stretch])
  const batches = new Map<string, FetchedBatch>()
  const Batch = require('kafkajs/src/consumer/batch') as BatchOf
  await Promise.all(
    [...byLeader].map(async ([nodeId, wanted]) => {
      const broker = (await cluster.findBroker({ nodeId })) as unknown as FetchingBroker
      const { responses } = await broker.fetch(requestFor(wanted))
      const from = new Map(wanted.map((stretch) => [nameOf(stretch), stretch.from]))
      for (const { topicName: topic, partitions } of responses)
        for (const data of partitions) {
          const name = nameOf({ topic, partition: data.partition })
          batches.set(name, new Batch(topic, String(from.get(name)), data))
        }
    }),
  )
  return batches
}

const requestFor = (wanted: readonly Stretch[]) => ({
  isolationLevel: readCommitted,
  maxWaitTime: 0,
  minBytes: 0,
  maxBytes: bytesPerFetch,
  topics: [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitions: of.map(({ partition, from }) => ({ partition, fetchOffset: String(from), maxBytes: bytesPerPartition })),
  })),
})
