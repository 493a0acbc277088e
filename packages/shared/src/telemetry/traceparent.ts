import { pooledRandomBytes } from '../random-bytes.ts'

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const pattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

export const isTraceparent = (text: string | undefined): text is string => text !== undefined && pattern.test(text)

/** A new trace, not sampled. */
export const newTraceparent = (): string => `00-${pooledRandomBytes(16).toString('hex')}-${pooledRandomBytes(8).toString('hex')}-00`

/** The trace id of a traceparent, or undefined. */
export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  isTraceparent(traceparent) ? traceparent.slice(3, 35) : undefined
