import { z } from 'zod'
import { cutsField } from '../readings.ts'

/** What fetching needs to know of a Fireflies event. The transcript itself comes from the API. */
export const FirefliesContent = z.object({
  /** As the webhook has it, where it has one: the API's title wins. */
  title: z.string().nullable(),
  /** Epoch milliseconds: when Fireflies says it happened. */
  timestamp: z.number().nullable(),
  cuts: cutsField,
})
export type FirefliesContent = z.infer<typeof FirefliesContent>
