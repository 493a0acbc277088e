import { randomBytes } from 'node:crypto'

/**
 * A W3C traceparent whose trace id ends in the time of sending (epoch milliseconds, 6 bytes): the ingress keeps the sender's trace id, every stage hands it on, and whoever
 * reads the last topic learns from the record itself when its request was sent.
 */
export const traceparentAt = (sentAt: number): string =>
  `00-${randomBytes(10).toString('hex')}${Math.floor(sentAt).toString(16).padStart(12, '0')}-${randomBytes(8).toString('hex')}-01`

/** Epoch milliseconds; undefined for a traceparent that is none. */
export const sentAtOf = (traceparent: string | undefined): number | undefined => {
  const found = /^00-[0-9a-f]{20}([0-9a-f]{12})-/.exec(traceparent ?? '')
  return found?.[1] === undefined ? undefined : Number.parseInt(found[1], 16)
}
