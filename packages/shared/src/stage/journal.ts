import type { JournalEntry } from '../contracts/contracts.generated.ts'
import { uuidV5 } from '../ids.ts'
import { timesRedriven } from './headers.ts'
import type { Context, Outcome } from './stage.ts'

/** The journal entry for how a stage ended a record. A redelivery makes the same id; a record that was given back counts its attempts anew and makes others. */
export const journalEntry = (stage: string, context: Context, outcome: Outcome, at: number): JournalEntry => {
  const { origin, attempt, deferrals } = context
  const redriven = timesRedriven(context.headers)
  const again = redriven === 0 ? [] : [`redriven ${redriven}`]
  return {
    entryId: uuidV5('journal', stage, origin, String(attempt), String(deferrals), outcome.status, ...again),
    webhookEventId: context.webhookEventId ?? null,
    stage,
    status: outcome.status,
    reason: outcome.reason ?? null,
    at,
    receivedAt: context.receivedAt,
    attempt,
    origin,
    traceparent: context.traceparent ?? null,
    details: redriven === 0 ? (outcome.details ?? {}) : { ...outcome.details, redriven: String(redriven) },
    webhook: outcome.webhook ?? null,
  }
}
