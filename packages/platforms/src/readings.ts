import type { z } from 'zod'
import type { PlatformEvent, Reading } from './platform.ts'
import { faultOf } from './fields.ts'
import { scrub } from './scrub.ts'

/** An event that the schema fits, with the scrubbed body as its payload; else what is wrong with the body. */
export const eventReading = <S extends z.ZodType>(
  schema: S,
  body: unknown,
  toEvent: (data: z.infer<S>) => Omit<PlatformEvent, 'payload'>,
): Reading => {
  const read = schema.safeParse(body)
  if (!read.success) return { kind: 'invalid', reason: faultOf(read.error, body) }
  const event: PlatformEvent = {
    ...toEvent(read.data),
    payload: () => scrub(body),
  }
  return { kind: 'event', event }
}

/** An authentic delivery about something that is not handled; `what` it is, where that is known. */
export const unsupported = (name: string, payload: () => unknown, what?: string): Reading => {
  const eventType = name.slice(0, 100)
  return { kind: 'ignored', eventType, reason: `Unsupported event type: ${eventType}${what === undefined ? '' : `: ${what}`}`, payload }
}
