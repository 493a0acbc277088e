import type { MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import { partitionOf } from '@hansard/shared/kafka/partition'
import type { Kafka } from '@hansard/shared/kafka/port'
import type { Codec } from '@hansard/shared/registry/codec'
import { header } from '@hansard/shared/stage/headers'
import { newTraceparent } from '@hansard/shared/telemetry/traceparent'
import { meetingCommands } from '@hansard/shared/topics'

/** Publishes a person's command to meetings.commands.v1; when it resolves, all in-sync replicas have it. */
export const publishCommand = async (
  kafka: Pick<Kafka, 'partitionCount' | 'producer'>,
  codec: Pick<Codec, 'encode'>,
  command: MeetingCommand,
): Promise<void> => {
  const { name: topic, contract } = meetingCommands
  const partition = partitionOf(command.workspaceId, await kafka.partitionCount(topic))
  const headers = { [header.receivedAt]: String(command.at), [header.traceparent]: newTraceparent() }
  const producer = await kafka.producer()
  try {
    await producer.send([{ topic, partition, key: command.workspaceId, value: codec.encode(contract, topic, command), headers }])
  } finally {
    await producer.close()
  }
}
