import { randomBytes } from 'node:crypto'
import type { AvroContract } from '@hansard/shared/contracts/contract'
import { uuidV7 } from '@hansard/shared/ids'
import type { Codec } from '@hansard/shared/registry/codec'
import type { StageName } from '@hansard/shared/topics'
import {
  fetchedTranscripts,
  journal,
  meetingCommands,
  rawWebhooks,
  retryTopicName,
  securityEvents,
  stageNames,
  uniqueWebhooks,
  verifiedWebhooks,
} from '@hansard/shared/topics'
import type { Topic } from '@hansard/shared/stage/stage'
import { createRandom } from '@hansard/simulator/meeting/random'

/** A record that no stage can make anything of, to be written straight into a topic. */
export interface Poison {
  readonly topic: string
  readonly kind: string
  readonly stage: StageName
  /** One of these must be in the dead letter's message. */
  readonly reasons: readonly string[]
  readonly key: string | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

/** The stage that reads a topic of the chain. */
const readers: readonly (readonly [Topic, StageName])[] = [
  [rawWebhooks, 'verifier'],
  [verifiedWebhooks, 'deduper'],
  [uniqueWebhooks, 'transcript-processor'],
  [fetchedTranscripts, 'merger'],
  [meetingCommands, 'merger'],
  [journal, 'recorder'],
  [securityEvents, 'recorder'],
]

const megabytes = 8 << 20

/** Every kind of undecodable record for every topic that a stage reads, in an order by the seed. `retryDelays`: seconds. */
export const planPoison = (seed: string, codec: Codec, retryDelays: readonly number[]): readonly Poison[] => {
  const random = createRandom(`poison ${seed}`)
  const chain = readers.flatMap(([topic, stage]) =>
    topic.contract.kind === 'avro' ? ofAvro(topic, topic.contract, stage, codec) : ofRaw(topic, stage),
  )
  const retries = stageNames.flatMap((stage) => retryDelays.flatMap((seconds) => ofRetry(retryTopicName(stage, seconds), stage)))
  return random.shuffle([...chain, ...retries])
}

/** Something that no other record has, so that it is found again. */
const unique = (): Buffer => Buffer.from(randomBytes(12).toString('hex'))

const wireFormat = (id: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.writeInt32BE(id, 1)
  return Buffer.concat([head, body])
}

/** More than any registry of this experiment has given away. */
const unknownSchema = 987_654
const notWireFormat = "not in the registry's wire format"
const notHeld = 'does not hold a'

const ofAvro = (topic: Topic, contract: AvroContract, stage: StageName, codec: Codec): readonly Poison[] => {
  const whole = codec.encode(topic.contract, topic.name, contract.type.random())
  const id = whole.readInt32BE(1)
  const other = topic === securityEvents ? journal : securityEvents
  const foreign = codec.encode(other.contract, other.name, sampleOf(other))
  const make = (kind: string, value: Buffer | null, reasons: readonly string[], headers = {}): Poison => {
    return { topic: topic.name, kind, stage, reasons, key: 'poison', value, headers }
  }
  return [
    make('wrong magic byte', Buffer.concat([Buffer.from([7]), unique()]), [notWireFormat]),
    make('unknown schema id', wireFormat(unknownSchema, unique()), [`schema ${unknownSchema}`]),
    make('truncated Avro', Buffer.concat([whole.subarray(0, 5), unique().subarray(0, 3)]), [notHeld]),
    make('wrong type', foreign, [notHeld]),
    make('8 MB value', wireFormat(id, Buffer.concat([unique(), Buffer.alloc(megabytes, 'x')])), [notHeld]),
    make('no value', null, ['the record has no value']),
    make('garbage of a delivery', Buffer.concat([Buffer.from('{'), unique()]), [notWireFormat], delivery('otter')),
  ]
}

/** A valid value of the topic; no two are alike. */
const sampleOf = (topic: Topic): unknown => (topic.contract as AvroContract).type.random()

const delivery = (platform: string) => ({ platform, 'webhook-event-id': uuidV7(), 'received-at': String(Date.now()) })

const ofRaw = ({ name: topic }: Topic, stage: StageName): readonly Poison[] => {
  const make = (kind: string, value: Buffer | null, reasons: readonly string[], headers = {}): Poison => {
    return { topic, kind, stage, reasons, key: 'poison', value, headers }
  }
  const refusals = ['not authentic', 'is missing', 'not valid JSON', 'not JSON', 'must be']
  return [
    make('missing headers', unique(), ['header platform is missing']),
    make('unknown platform', unique(), ['no such platform is known'], delivery('nobody')),
    make('unsigned garbage', unique(), refusals, delivery('fireflies')),
    make('8 MB value', Buffer.concat([unique(), Buffer.alloc(megabytes, 'x')]), refusals, delivery('otter')),
    make('no value', null, ['the record has no value', ...refusals, 'header platform is missing']),
  ]
}

const ofRetry = (topic: string, stage: StageName): readonly Poison[] => {
  // An offset that no record has.
  const origin = `${readers.find(([, reader]) => reader === stage)?.[0].name}/0/${randomBytes(4).readUInt32BE() + 1e10}`
  const make = (kind: string, reasons: readonly string[], headers = {}): Poison => {
    return { topic, kind, stage, reasons, key: null, value: Buffer.concat([Buffer.from([9]), unique()]), headers }
  }
  const ends = stage === 'verifier' ? ['header platform is missing'] : [notWireFormat]
  return [
    make('missing headers', ['is no input of']),
    make('garbage that waits', ends, { origin, attempts: '1', 'due-at': String(Date.now()) }),
  ]
}
