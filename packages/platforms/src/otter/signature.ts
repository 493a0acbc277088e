import type { Authentication, Delivery, DeliveryHead, WebhookSecret } from '../platform.ts'
import { isMac, secretsThatSigned } from '../hmac.ts'

/**
 * Otter documents no signature: the unguessable integration URL is its only credential. Hansard's specification has `x-otter-signature`,
 * HMAC-SHA256 (hex) over the body's exact bytes: where that is sent it must match, whatever the URL.
 */
export const authenticateOtter = (delivery: Delivery, secrets: readonly WebhookSecret[]): Authentication => {
  const refusal = precheckOtter(delivery)
  if (refusal !== undefined) return refusal
  const signature = delivery.headers['x-otter-signature']
  if (!signature) return { kind: 'authentic', scheme: 'integration-url', secretIds: [] }
  const secretIds = secretsThatSigned(signature, secrets, delivery.body)
  if (secretIds.length > 0) return { kind: 'authentic', scheme: 'x-otter-signature', secretIds }
  return { kind: 'forged', problem: 'signature', detail: 'x-otter-signature does not match the body under any known secret' }
}

/** Why no body and no secret can make these headers authentic; undefined where they could. */
export const precheckOtter = ({ headers, byIntegrationUrl }: DeliveryHead): Exclude<Authentication, { kind: 'authentic' }> | undefined => {
  const signature = headers['x-otter-signature']
  if (!signature && byIntegrationUrl) return undefined
  if (!signature)
    return { kind: 'missing', detail: 'header x-otter-signature is missing, and the request did not come to an integration URL' }
  if (isMac(signature)) return undefined
  return { kind: 'forged', problem: 'signature', detail: 'x-otter-signature must be 64 hexadecimal digits' }
}
