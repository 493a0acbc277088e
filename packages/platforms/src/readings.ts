import { z } from 'zod'
import type { PlatformEvent, Reading } from './platform.ts'
import { beginning, noticing } from './cuts.ts'
import { faultOf } from './fields.ts'
import { limits } from './limits.ts'
import { keptOf, type KnownKeys } from './kept.ts'

/** An event that the schema fits, with what is known of the body (`known` keys) as its payload; else what is wrong with the body. */
export const eventReading = <S extends z.ZodType>(
  schema: S,
  body: unknown,
  known: KnownKeys,
  toEvent: (data: z.infer<S>) => Omit<PlatformEvent, 'payload'>,
): Reading => {
  const { result: read, cuts } = noticing(() => {
    const parsed = schema.safeParse(body)
    return parsed.success ? toEvent(parsed.data) : parsed.error
  })
  if (read instanceof z.ZodError) return { kind: 'invalid', reason: faultOf(read, body) }
  return { kind: 'event', event: { ...read, content: () => withCuts(read.content(), cuts), payload: () => keptOf(body, known) } }
}

/** The content with what was cut when the event was read, for the outcome to say. */
export const withCuts = (content: unknown, cuts: readonly string[]): unknown =>
  cuts.length === 0 ? content : { ...(content as object), cuts }

/** What an event's content says was cut; events of before it was said have none. */
export const cutsField = z.array(z.string()).optional()

/** An authentic delivery about something that is not handled; `what` it is, where that is known. */
export const unsupported = (name: string, payload: () => unknown, what?: string): Reading => {
  const eventType = beginning(name, limits.code)
  return { kind: 'ignored', eventType, reason: `Unsupported event type: ${eventType}${what === undefined ? '' : `: ${what}`}`, payload }
}
