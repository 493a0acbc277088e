import type { Authentication, Delivery, DeliveryHead, WebhookSecret } from '../platform.ts'
import { isMac, secretsThatSigned } from '../hmac.ts'

const prefix = 'sha256='

type Refusal = Exclude<Authentication, { kind: 'authentic' }>
type Signed = { readonly kind: 'signed'; readonly given: string; readonly header: string }

/**
 * HMAC-SHA256 (hex) over the body's exact bytes: `x-hub-signature` as Fireflies sends it (V2 with the prefix `sha256=`; of V1 both spellings
 * are reported), `x-fireflies-signature` with the prefix as Hansard's specification has it. Fireflies leaves the header out when no secret was
 * entered there, so a delivery without one is refused. Nothing in it is fresh: a repeated delivery is told by its content only.
 */
export const authenticateFireflies = (delivery: Delivery, secrets: readonly WebhookSecret[]): Authentication => {
  const head = readHead(delivery)
  if (head.kind !== 'signed') return head
  const secretIds = secretsThatSigned(head.given, secrets, delivery.body)
  if (secretIds.length > 0) return { kind: 'authentic', scheme: head.header, secretIds }
  return { kind: 'forged', problem: 'signature', detail: `${head.header} does not match the body under any known secret` }
}

/** Why no body and no secret can make these headers authentic; undefined where they could. */
export const precheckFireflies = (head: DeliveryHead): Refusal | undefined => {
  const read = readHead(head)
  return read.kind === 'signed' ? undefined : read
}

const readHead = ({ headers }: DeliveryHead): Signed | Refusal => {
  const specification = headers['x-fireflies-signature']
  const header = specification ? 'x-fireflies-signature' : 'x-hub-signature'
  const signature = specification || headers['x-hub-signature']
  if (!signature) return { kind: 'missing', detail: 'header x-hub-signature (or x-fireflies-signature) is missing' }
  if (header === 'x-fireflies-signature' && !signature.startsWith(prefix))
    return { kind: 'forged', problem: 'signature', detail: 'x-fireflies-signature must begin with sha256=' }
  const given = signature.startsWith(prefix) ? signature.slice(prefix.length) : signature
  if (isMac(given)) return { kind: 'signed', given, header }
  return { kind: 'forged', problem: 'signature', detail: `${header} must be sha256= and 64 hexadecimal digits` }
}
