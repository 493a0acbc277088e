import type {
  Batch,
  Cluster,
  Consumer as KafkaJsConsumer,
  ConsumerConfig,
  ConsumerGroupJoinEvent,
  EachBatchPayload,
  Kafka as KafkaJs,
} from 'kafkajs'
import { messageOf } from '../errors.ts'
import type { Logger } from '../runtime/logger.ts'
import { onOutOfRange, type OutOfRange } from './out-of-range.ts'
import { dismiss } from './group-membership.ts'
import { createLane } from './create-lane.ts'
import { createLanes } from './lanes.ts'
import { observedLane } from './observed.ts'
import type { Consumer, Subscription } from './port.ts'
import { toRecord } from './record.ts'
import type { OpenSlot } from './slot.ts'
import { stickyAssigner, type Holding } from './sticky-assigner.ts'
import { watchConsumer } from './watchdog.ts'

/** What a consumer may be tuned in, in milliseconds. */
export interface ConsumerTuning {
  /** A member that has not been heard of for so long is taken for dead. */
  readonly sessionTimeoutMs: number
  /** Bounds how soon a member notices that the group is changing. */
  readonly heartbeatMs: number
  /** Under load a partition's next transaction begins at the earliest so long after its last: one that carries more costs the same. */
  readonly gatherMs: number
}

/** How long the batches in hand may go on after a stop was asked for, before their signal is aborted. */
const drainMs = 7_000
/** While a partition is at work, fetches come no faster than this: fewer and fuller ones. */
const holdMs = 20
/** Retry topics mostly hold nothing: their slots are given back. */
const idleSlotMs = 60_000

const configOf = (groupId: string, { sessionTimeoutMs, heartbeatMs }: ConsumerTuning): ConsumerConfig => ({
  groupId,
  sessionTimeout: sessionTimeoutMs,
  heartbeatInterval: heartbeatMs,
  rebalanceTimeout: 30_000,
  // Where nothing has come for long; much shorter where something has (`patches.ts`). Heartbeats are sent between fetches.
  maxWaitTimeInMs: 2_000,
  maxBytesPerPartition: 1 << 20,
  allowAutoTopicCreation: false,
  readUncommitted: false,
  retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
})

/** kafkajs' types leave it out. */
interface FetchedBatch extends Batch {
  readonly fetchedOffset: string
}

export interface ConsumerOptions {
  /** Partitions of all topics together: kafkajs fixes its concurrency before it knows the assignment. */
  readonly partitions: number
  readonly tuning: ConsumerTuning
  readonly log: Logger
  now(): number
  openSlot(consumer: KafkaJsConsumer): OpenSlot
  /** Called when connected and before joining. */
  beforeJoining(cluster: Cluster): Promise<void>
}

/** Reads in batches and commits each through its partition's slot. Resolves when the group has given it partitions. */
export const startConsumer = async (client: KafkaJs, subscription: Subscription, options: ConsumerOptions): Promise<Consumer> => {
  const { group, prompt = [] } = subscription
  const { log, now, tuning } = options
  const captured: { cluster?: Cluster } = {}
  let holding: Holding | undefined
  let lastActive = now()
  let stopping = false
  const hurry = new AbortController()

  const consumer = client.consumer({
    ...configOf(group, tuning),
    partitionAssigners: [
      (config) => {
        captured.cluster = config.cluster
        return stickyAssigner(() => holding)(config)
      },
    ],
  })
  const openSlot = options.openSlot(consumer)

  /** Between a crash of kafkajs and its restart there is nothing to steer, and the restart forgets what was asked before. */
  const steer = (what: () => void) => {
    try {
      what()
    } catch (error) {
      log.debug({ group, error: messageOf(error) }, 'the client is between two lives')
    }
  }
  const flow = (open: boolean, topic: string, partition: number) => {
    const partitions = [{ topic, partitions: [partition] }]
    steer(() => (open ? consumer.resume(partitions) : consumer.pause(partitions)))
  }
  const lanes = createLanes((topic, partition) =>
    observedLane(
      subscription.observer,
      createLane({
        topic,
        partition,
        maxRecords: subscription.maxRecords,
        gatherMs: tuning.gatherMs,
        idleSlotMs: prompt.includes(topic) ? undefined : idleSlotMs,
        log: log.child({ group }),
        now,
        handle: subscription.handle,
        openSlot: () => openSlot(topic, partition),
        hurry: hurry.signal,
        rewind: (offset) => steer(() => consumer.seek({ topic, partition, offset: String(offset) })),
        flow: (open) => flow(open, topic, partition),
        onGone(from, to) {
          log.error({ group, topic, partition, from: String(from), to: String(to) }, 'records are gone that were never processed')
          subscription.onGone?.({ topic, partition, from, to })
        },
      }),
    ),
  )

  const eachBatch = async ({ batch, resolveOffset, isStale }: EachBatchPayload) => {
    const { topic, partition } = batch
    // Fetched before the group changed, or before the client was told to go back: not resolved, so somebody fetches it again.
    if (stopping || isStale()) return
    const fetched = BigInt((batch as FetchedBatch).fetchedOffset)
    const known = lanes.of(topic, partition)
    if (known === undefined) return
    const lane = known.follows(fetched) ? known : lanes.renew(topic, partition)
    const records = batch.messages.map((message) => toRecord(topic, partition, message))
    if (lane.accept(fetched, BigInt(batch.lastOffset()) + 1n, records)) resolveOffset(batch.lastOffset())
    await lane.settled(holdMs)
  }

  const joined = Promise.withResolvers<void>()
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberId, memberAssignment } }: ConsumerGroupJoinEvent) => {
    // As another member: for a while this process was none, and somebody else may have gone on with what it has in hand.
    if (holding !== undefined && holding.memberId !== memberId) lanes.assign({})
    holding = { memberId, owned: memberAssignment, since: now() }
    subscription.observer?.onRebalance()
    joined.resolve()
    if (stopping) return
    for (const { topic, partition, lane } of lanes.assign(memberAssignment)) {
      // Whoever had it here before may have left it paused.
      flow(true, topic, partition)
      if (prompt.includes(topic)) lane.warm()
    }
  })
  // Batches of control or aborted records only are resolved by kafkajs without asking eachBatch.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, firstOffset, lastOffset } }) => {
    if (batchSize === 0) lanes.of(topic, partition)?.passOver(BigInt(firstOffset ?? lastOffset), BigInt(lastOffset))
  })
  const jump = ({ topic, partition, requested, earliest }: OutOfRange) => {
    const known = lanes.of(topic, partition)
    if (known === undefined || requested === undefined) return
    const lane = earliest < requested ? lanes.renew(topic, partition) : known
    lane.jump(requested, earliest)
  }
  const stopWatching = watchConsumer(consumer, () => (lastActive = now()), subscription.onFatal)
  const { cluster } = captured
  if (cluster === undefined) throw new Error('kafkajs has not made use of the assigner')
  onOutOfRange(cluster, jump)
  leaveWhenRestarted(consumer, cluster, group, () => holding?.memberId)

  await consumer.connect()
  await options.beforeJoining(cluster)
  await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: options.partitions, eachBatch })
  await joined.promise

  return {
    lastActive: () => lastActive,
    async stop() {
      stopping = true
      for (const [topic, partitions] of Object.entries(holding?.owned ?? {}))
        for (const partition of partitions) flow(false, topic, partition)
      const deadline = setTimeout(() => hurry.abort(), drainMs)
      await lanes.finish()
      clearTimeout(deadline)
      await consumer.disconnect()
      stopWatching()
    },
  }
}

/**
 * When kafkajs starts itself anew after a crash it joins as another member, and the group would wait for the one it was:
 * leaving may have been what failed.
 */
const leaveWhenRestarted = (consumer: KafkaJsConsumer, cluster: Cluster, group: string, memberId: () => string | undefined) => {
  let former: string | undefined
  consumer.on(consumer.events.CRASH, () => void (former = memberId()))
  consumer.on(consumer.events.CONNECT, () => {
    const left = former
    former = undefined
    if (left !== undefined) dismiss(cluster, group, [left]).catch(() => undefined)
  })
}
