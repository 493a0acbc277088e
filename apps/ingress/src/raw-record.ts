import type { PlatformEvent } from '@hansard/platforms/platform'
import { header } from '@hansard/shared/stage/headers'
import { overLimitReason, type Admission } from './limits/admission.ts'
import type { RawRecord } from './store.ts'
import type { Arrival } from './webhook.ts'

/** What a platform's own header is called on the raw record. */
export const keptHeaderName = (name: string): string => `http-${name}`

/**
 * The delivery as `webhooks.raw.v1` keeps it: the exact bytes, and beside them all that the verifier needs to judge them again. A deferred
 * one says when its turn comes and why it has to wait.
 */
export const rawRecord = (
  { platform, delivery, integrationId, remoteAddress, webhookEventId, traceparent }: Arrival,
  event: PlatformEvent | undefined,
  admission: Exclude<Admission, { kind: 'over' }>,
): RawRecord => {
  const signatures = platform.signatureHeaders.flatMap((name) => {
    const value = delivery.headers[name]
    return value === undefined ? [] : [[keptHeaderName(name), value] as const]
  })
  return {
    key: `${platform.name}:${platform.deliveryId(delivery, event)}`,
    body: delivery.body,
    headers: {
      'webhook-event-id': webhookEventId,
      'received-at': String(delivery.receivedAt),
      traceparent,
      platform: platform.name,
      ...(integrationId === undefined ? {} : { integration: integrationId }),
      'remote-address': remoteAddress,
      ...Object.fromEntries(signatures),
      ...(admission.kind === 'deferred' && {
        [header.notBefore]: String(delivery.receivedAt + admission.turnInMs),
        [header.deferredFor]: overLimitReason(admission.intake),
      }),
    },
  }
}
