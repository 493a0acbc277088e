import { randomUUID } from 'node:crypto'
import type { Pipeline } from '@hansard/e2e/pipeline'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createLogger } from '@hansard/shared/runtime/logger'
import type { Codec } from '@hansard/shared/registry/codec'
import { meetingCommands, verifiedWebhooks } from '@hansard/shared/topics'

/** More than any registry of this experiment has given away. */
const unknownSchema = 987_654

/**
 * Work for stages that have none while the deduper waits: a command for the merger; and for the deduper a record that makes it ask the
 * registry, which nothing else does while a stage runs. `codec` was made before the registry went.
 */
export const writeWork = async ({ stack }: Pick<Pipeline, 'stack'>, codec: Codec): Promise<void> => {
  const kafka = createKafka({ brokers: [stack.kafka.brokers], clientId: 'absence', log: createLogger('absence', 'silent') })
  const producer = await kafka.producer()
  const [workspaceId, meetingId, transcriptId] = [randomUUID(), randomUUID(), randomUUID()]
  const command = {
    commandId: randomUUID(),
    workspaceId,
    kind: 'unmerge',
    meetingId,
    transcriptId,
    label: null,
    name: null,
    by: 'nobody',
    reason: 'to see',
    at: Date.now(),
  }
  const unknown = Buffer.alloc(8)
  unknown.writeInt32BE(unknownSchema, 1)
  const records = [
    { topic: verifiedWebhooks.name, key: 'unknown schema', value: unknown },
    { topic: meetingCommands.name, key: workspaceId, value: codec.encode(meetingCommands.contract, meetingCommands.name, command) },
  ]
  await producer.send(records.map((record) => ({ ...record, partition: 0, headers: {} })))
  await producer.close()
  await kafka.close()
}
