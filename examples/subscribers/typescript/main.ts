// Prints every revision of every meeting that Hansard publishes: `npm install && npm start` (Node 24).
// KAFKA_BROKERS, SCHEMA_REGISTRY_URL: where. GROUP_ID: who you are; the group's offsets say what you have seen.
import {
  ConfluentSchemaRegistry,
  Consumer,
  FetchIsolationLevels,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
} from '@platformatic/kafka'

/** The fields used here, of packages/shared/contracts/merged-transcript.avsc. */
interface Meeting {
  readonly meetingId: string
  readonly revision: number
  readonly status: string
  readonly title: string | null
  readonly sources: readonly { readonly platform: string }[]
  readonly segments: readonly { readonly speaker: string | null; readonly text: string }[]
}

const { KAFKA_BROKERS = '127.0.0.1:9092', SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081', GROUP_ID = 'example-typescript' } = process.env
const TOPIC = process.env['TOPIC'] ?? 'transcripts.merged.v1'

const consumer = new Consumer<Buffer, Meeting>({
  groupId: GROUP_ID,
  clientId: GROUP_ID,
  bootstrapBrokers: KAFKA_BROKERS.split(','),
  registry: new ConfluentSchemaRegistry({ url: SCHEMA_REGISTRY_URL }),
})

const stream = await consumer.consume({
  topics: [TOPIC],
  isolationLevel: FetchIsolationLevels.READ_COMMITTED,
  mode: MessagesStreamModes.COMMITTED,
  fallbackMode: MessagesStreamFallbackModes.EARLIEST,
  autocommit: false,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void consumer.close(true))

/**
 * The newest revision seen of each meeting. A subscriber keeps this with its data: it is what makes reading again harmless, after a crash
 * before the commit, or where a client lets a record of an aborted transaction through, as JavaScript's sometimes do.
 */
const newest = new Map<string, number>()

/** A title is whatever somebody typed: on a terminal it must neither move the cursor nor hide or turn what stands beside it. */
const shown = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()

for await (const message of stream) {
  const meeting = message.value
  if (meeting.revision > (newest.get(meeting.meetingId) ?? 0)) {
    newest.set(meeting.meetingId, meeting.revision)
    const platforms = meeting.sources.map(({ platform }) => platform).toSorted()
    console.log(
      `${meeting.meetingId} revision ${meeting.revision} ${meeting.status}: ${shown(meeting.title ?? 'untitled')}, ${meeting.segments.length} segments from ${platforms.join(', ')}`,
    )
  }
  await message.commit()
}
