/** What Hansard needs of Kafka, in its own words. `kafka.ts` answers with kafkajs, `memory.ts` in memory; both pass `contract-suite.ts`. */

/** A record as read from a partition. */
export interface KafkaRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly key: string | null
  readonly value: Buffer | null
  /** Values as text; of a header sent more than once, the last. */
  readonly headers: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly timestamp: number
}

/** A record to write. `partition` is always explicit: kafkajs' own choice can lose messages on a retry. */
export interface OutgoingRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

export interface Batch {
  readonly topic: string
  readonly partition: number
  /** In order of offset; never empty. */
  readonly records: readonly KafkaRecord[]
  /** Aborted when the consumer stops or has lost the partition: the result would be thrown away. */
  readonly signal: AbortSignal
  /** Keys of the records that were fetched and wait behind this batch, now. */
  behind?(): readonly (string | null)[]
}

/** What a batch came to. The adapter publishes `outputs` and commits the first `done` records together. */
export interface BatchResult {
  readonly outputs: readonly OutgoingRecord[]
  /** Records from the head of the batch that are finished. The rest is delivered again. */
  readonly done: number
  /** Epoch milliseconds before which the partition need not be delivered again: it is paused until then. */
  readonly resumeAt?: number
}

/** What the adapter tells of its own work, for whoever measures. */
export interface ConsumerObserver {
  /** A batch was published and its offsets committed, or not. */
  onCommit(seconds: number, committed: boolean, outputs: readonly OutgoingRecord[]): void
  /** The group has dealt its partitions out anew. */
  onRebalance(): void
  /** A partition was given up, this long after it was to be. */
  onDrained(seconds: number): void
}

/** Exactly once holds from Kafka to Kafka, for readers that read committed records only. */
export type Guarantee = 'exactly-once' | 'at-least-once'

/** Offsets from `from` up to before `to`; the other way round where the partition has become shorter. */
export interface GoneRecords {
  readonly topic: string
  readonly partition: number
  readonly from: bigint
  readonly to: bigint
}

export interface Subscription {
  readonly group: string
  readonly guarantee: Guarantee
  readonly topics: readonly string[]
  /** Of these topics, those whose first record after a change of the group must not wait for what can be made ready before. */
  readonly prompt?: readonly string[]
  /** Records in one batch at most. */
  readonly maxRecords: number
  /** Milliseconds a partition's batch waits for company after the one before, where that is not what suits a stage. */
  readonly gatherMs?: number | undefined
  /** May take as long as it needs: the adapter keeps the group membership alive. What it throws is logged, and the batch delivered again. */
  handle(batch: Batch): Promise<BatchResult>
  /** Records that were never handled exist no longer (retention has removed them): the consumer goes on at the first there is. */
  onGone?(records: GoneRecords): void
  readonly observer?: ConsumerObserver
  /** The consumer cannot go on by itself: end the process. */
  onFatal(error: Error): void
}

export interface Consumer {
  /** Epoch milliseconds of the last sign of life of the loop (a fetch, a heartbeat, a batch). */
  lastActive(): number
  /** Fetches nothing more, lets the batches in hand finish and commit, leaves the group. */
  stop(): Promise<void>
}

export interface Producer {
  /** Resolves when all in-sync replicas have every record; rejects with UnavailableError when that is not certain (some may be stored). */
  send(records: readonly OutgoingRecord[]): Promise<void>
  close(): Promise<void>
}

export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly config: Readonly<Record<string, string>>
}

/** Some things that a user may do to a resource. */
export interface AclSpec {
  /** `User:<name>` */
  readonly principal: string
  readonly resource: 'topic' | 'group' | 'transactional-id'
  /** The resource's name, or what its name begins with. */
  readonly name: string
  readonly pattern: 'literal' | 'prefixed'
  /** `read` and `write` imply `describe`. */
  readonly operations: readonly ('read' | 'write' | 'describe' | 'delete')[]
}

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** Committed offset of the group, or the partition's first offset where nothing was committed. */
  readonly committed: bigint
  readonly end: bigint
}

/** What a group has yet to read of a partition, as a reader of committed records sees it. */
export interface UnreadRecords {
  readonly topic: string
  readonly partition: number
  /** Exact where it is little, projected from the first records where it is much. Markers of transactions and aborted records do not count. */
  readonly count: number
  readonly first: KafkaRecord | undefined
}

/** One connection to a Kafka cluster. Everything throws UnavailableError while the cluster cannot be reached. */
export interface Kafka {
  consume(subscription: Subscription): Promise<Consumer>
  producer(): Promise<Producer>
  /**
   * A producer whose sends are stored as a whole or not at all, for readers of committed records. It ends what an older one
   * of the same id had begun and shuts it out: the older one's sends then reject with PermanentError. After any rejection it
   * is of no more use; whether that send was stored, the log tells once a new one of its id exists.
   */
  atomicProducer(id: string): Promise<Producer>
  /** Reads the committed records that the topics hold now, each partition in order, some of one partition at a time; ends when `onRecords` has had the last, or rejects as it does. */
  read(topics: readonly string[], onRecords: (records: readonly KafkaRecord[]) => Promise<void>): Promise<void>
  /** Creates those that are missing; leaves the others as they are. */
  createTopics(topics: readonly TopicSpec[]): Promise<void>
  /** Grants what is missing, and takes nothing away. */
  createAcls(acls: readonly AclSpec[]): Promise<void>
  /** Throws PermanentError for a topic that does not exist. */
  partitionCount(topic: string): Promise<number>
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>
  unread(group: string, topics: readonly string[]): Promise<readonly UnreadRecords[]>
  close(): Promise<void>
}
