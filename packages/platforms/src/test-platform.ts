import { z } from 'zod'
import { cluesFrom } from './clues.ts'
import { hmacHex, secretsThatSigned, sha256Hex } from './hmac.ts'
import type { Delivery, Platform, Reading } from './platform.ts'

/** For tests of what all platforms share: the plainest platform that keeps every promise of the interface. */
export const testPlatform: Platform = {
  name: 'testing',
  routes: ['meeting-ended'],
  events: ['meeting.ended'],
  answerIdName: 'meeting_id',
  signatureHeaders: ['x-test-signature', 'x-test-delivery'],
  duplicateWindowMs: 300_000,
  transcriptDeadlineMs: 3_600_000,
  credentials: z.unknown(),
  oneTimeSignature: ({ headers }) => headers['x-test-signature'],
  deliveryId: ({ headers, body }) => headers['x-test-delivery'] ?? sha256Hex(body),
  precheck: ({ headers, byIntegrationUrl }) => {
    const signature = headers['x-test-signature']
    if (signature === undefined && !byIntegrationUrl) return { kind: 'missing', detail: 'header x-test-signature is missing' }
    return signature === 'too-late' ? { kind: 'forged', problem: 'timestamp', detail: 'too late' } : undefined
  },
  clues: (body) => cluesFrom(body, { accounts: ['account'], emails: ['host'] }),
  authenticate({ body, ...head }, secrets) {
    const refusal = testPlatform.precheck?.(head)
    if (refusal !== undefined) return refusal
    const signature = head.headers['x-test-signature']
    if (signature === undefined) return { kind: 'authentic', scheme: 'url', secretIds: [] }
    const secretIds = secretsThatSigned(signature, secrets, body)
    if (secretIds.length === 0) return { kind: 'forged', problem: 'signature', detail: 'x-test-signature does not match' }
    return { kind: 'authentic', scheme: 'test', secretIds }
  },
  readEvent: (body) => readTestEvent(body),
  fetchTranscript: async () => ({ kind: 'none', reason: 'the test platform has none', awaited: false }),
}

const TestBody = z.object({ event: z.string(), id: z.string().default('m-1'), hosts: z.array(z.string()).default([]) })

const readTestEvent = (body: Buffer): Reading => {
  let payload: unknown
  try {
    payload = JSON.parse(body.toString('utf8'))
  } catch {
    return { kind: 'invalid', reason: 'the body is not JSON' }
  }
  const read = TestBody.safeParse(payload)
  if (!read.success) return { kind: 'invalid', reason: 'field event is missing' }
  const { event, id, hosts } = read.data
  if (event === 'challenge') return { kind: 'challenge', answer: (secret) => ({ mac: hmacHex(secret, id) }) }
  if (event !== 'meeting.ended')
    return { kind: 'ignored', eventType: event, reason: `Unsupported event type: ${event}`, payload: () => payload }
  const identity = { externalId: id, aliases: [], answerId: id, subject: 'meeting', revision: sha256Hex(body) }
  return {
    kind: 'event',
    event: { eventType: event, ...identity, hostEmails: hosts, occurredAt: null, content: () => ({}), payload: () => payload },
  }
}

/** A delivery of the test platform. Without a secret it is not signed. */
export const testDelivery = (body: string | Buffer | object, secret?: string): Delivery => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const headers = secret === undefined ? {} : { 'x-test-signature': hmacHex(secret, bytes) }
  return { headers, body: bytes, receivedAt: 1_789_400_000_000, byIntegrationUrl: false }
}
