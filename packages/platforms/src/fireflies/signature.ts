import type { Authentication, Delivery, WebhookSecret } from '../platform.ts'
import { secretsThatSigned } from '../hmac.ts'

const prefix = 'sha256='

/**
 * HMAC-SHA256 (hex) over the body's exact bytes: `x-hub-signature` as Fireflies sends it (V2 with the prefix `sha256=`; of V1 both spellings
 * are reported), `x-fireflies-signature` with the prefix as Hansard's specification has it. Fireflies leaves the header out when no secret was
 * entered there, so a delivery without one is refused. Nothing in it is fresh: a repeated delivery is told by its content only.
 */
export const authenticateFireflies = (delivery: Delivery, secrets: readonly WebhookSecret[]): Authentication => {
  const specification = delivery.headers['x-fireflies-signature']
  const hub = delivery.headers['x-hub-signature']
  const header = specification ? 'x-fireflies-signature' : 'x-hub-signature'
  const signature = specification || hub
  if (!signature) return { kind: 'missing', detail: 'header x-hub-signature (or x-fireflies-signature) is missing' }
  if (header === 'x-fireflies-signature' && !signature.startsWith(prefix))
    return { kind: 'forged', problem: 'signature', detail: 'x-fireflies-signature must begin with sha256=' }

  const given = signature.startsWith(prefix) ? signature.slice(prefix.length) : signature
  const secretIds = secretsThatSigned(given, secrets, delivery.body)
  if (secretIds.length > 0) return { kind: 'authentic', scheme: header, secretIds }
  return { kind: 'forged', problem: 'signature', detail: `${header} does not match the body under any known secret` }
}
