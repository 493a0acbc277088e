import type { Authentication, Delivery, WebhookSecret } from '../platform.ts'
import { secretsThatSigned } from '../hmac.ts'

/**
 * Otter documents no signature: the unguessable integration URL is its only credential. Hansard's specification has `x-otter-signature`,
 * HMAC-SHA256 (hex) over the body's exact bytes: where that is sent it must match, whatever the URL.
 */
export const authenticateOtter = (delivery: Delivery, secrets: readonly WebhookSecret[]): Authentication => {
  const signature = delivery.headers['x-otter-signature']
  if (!signature) {
    return delivery.byIntegrationUrl
      ? { kind: 'authentic', scheme: 'integration-url', secretIds: [] }
      : { kind: 'missing', detail: 'header x-otter-signature is missing, and the request did not come to an integration URL' }
  }
  const secretIds = secretsThatSigned(signature, secrets, delivery.body)
  if (secretIds.length > 0) return { kind: 'authentic', scheme: 'x-otter-signature', secretIds }
  return { kind: 'forged', problem: 'signature', detail: 'x-otter-signature does not match the body under any known secret' }
}
