import type { Authentication, Delivery, DeliveryHead, WebhookSecret } from '../platform.ts'
import { isMac, secretsThatSigned } from '../hmac.ts'

/** Zoom names no replay window; five minutes are safe because every retry is signed anew with its own timestamp. */
const windowSeconds = 300
const prefix = 'v0='

/** The scheme Zoom documents: HMAC over `v0:{timestamp}:{body}`. */
export const documentedScheme = 'zoom-v0'
/** The scheme of Hansard's specification: HMAC over `{timestamp}{body}`. It starts with a digit, the other with `v`: never confused. */
export const specificationScheme = 'zoom-v0-undelimited'

type Refusal = Exclude<Authentication, { kind: 'authentic' }>
type Signed = { readonly kind: 'signed'; readonly given: string; readonly timestamp: string }

/**
 * `x-zm-signature: v0=<hex HMAC-SHA256>` and `x-zm-request-timestamp: <epoch seconds>`, over the body's exact bytes. The timestamp may lie
 * five minutes to either side of the delivery's receipt: Zoom's clock may be ahead of ours. The signature does not show which of the two
 * formulas made it: Zoom's own is tried first.
 */
export const authenticateZoom = (delivery: Delivery, secrets: readonly WebhookSecret[], allowSpecSignature: boolean): Authentication => {
  const head = readHead(delivery)
  if (head.kind !== 'signed') return head
  const { given, timestamp } = head
  const documented = secretsThatSigned(given, secrets, `v0:${timestamp}:`, delivery.body)
  if (documented.length > 0) return { kind: 'authentic', scheme: documentedScheme, secretIds: documented }
  const undelimited = allowSpecSignature ? secretsThatSigned(given, secrets, timestamp, delivery.body) : []
  if (undelimited.length > 0) return { kind: 'authentic', scheme: specificationScheme, secretIds: undelimited }
  return { kind: 'forged', problem: 'signature', detail: 'x-zm-signature does not match the body under any known secret' }
}

/** Why no body and no secret can make these headers authentic; undefined where they could. */
export const precheckZoom = (head: DeliveryHead): Refusal | undefined => {
  const read = readHead(head)
  return read.kind === 'signed' ? undefined : read
}

const readHead = ({ headers, receivedAt }: DeliveryHead): Signed | Refusal => {
  const signature = headers['x-zm-signature']
  const timestamp = headers['x-zm-request-timestamp']
  if (!signature) return { kind: 'missing', detail: 'header x-zm-signature is missing' }
  if (timestamp === undefined) return { kind: 'missing', detail: 'header x-zm-request-timestamp is missing' }
  const fault = timestampFault(timestamp, receivedAt)
  if (fault !== undefined) return { kind: 'forged', problem: 'timestamp', detail: fault }
  if (!signature.startsWith(prefix)) return { kind: 'forged', problem: 'signature', detail: 'x-zm-signature must begin with v0=' }
  const given = signature.slice(prefix.length)
  if (isMac(given)) return { kind: 'signed', given, timestamp }
  return { kind: 'forged', problem: 'signature', detail: 'x-zm-signature must be v0= and 64 hexadecimal digits' }
}

const timestampFault = (timestamp: string, receivedAt: number): string | undefined => {
  if (!/^\d{1,12}$/.test(timestamp)) return 'x-zm-request-timestamp must be epoch seconds'
  const distance = Math.abs(Math.floor(receivedAt / 1000) - Number(timestamp))
  return distance > windowSeconds
    ? `x-zm-request-timestamp is ${distance} s from the time of receipt, ${windowSeconds} s are allowed`
    : undefined
}
