import type { SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { partitionOf } from '@hansard/shared/kafka/partition'
import type { Producer } from '@hansard/shared/kafka/port'
import type { Codec } from '@hansard/shared/registry/codec'
import { newTraceparent } from '@hansard/shared/telemetry/traceparent'
import { securityEvents } from '@hansard/shared/topics'

/** Writes security events to their topic, keyed by remote address. Rejects when the registry or Kafka is away. */
export const createSecurityPublisher =
  (options: {
    readonly producer: Pick<Producer, 'send'>
    codec(): Promise<Codec>
    /** Of `security.events.v1`. */
    partitionCount(): Promise<number>
  }) =>
  async (events: readonly SecurityEvent[]): Promise<void> => {
    const [codec, partitions] = await Promise.all([options.codec(), options.partitionCount()])
    await options.producer.send(
      events.map((event) => ({
        topic: securityEvents.name,
        partition: partitionOf(event.remoteAddress, partitions),
        key: event.remoteAddress,
        value: codec.encode(securityEvents.contract, securityEvents.name, event),
        headers: { 'webhook-event-id': event.eventId, 'received-at': String(event.at), traceparent: newTraceparent() },
      })),
    )
  }
