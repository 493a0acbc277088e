import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { chain } from './chain.ts'

/** Ways a stage finishes with a delivery for good, the one that tells most last. */
const settled: readonly string[] = ['ignored', 'duplicate', 'verified', 'processing', 'processed']

/** What else is told of a stage's work on a delivery, the one that tells most last. */
const unsettled: readonly string[] = ['parked', 'redriven', 'retrying', 'rejected', 'failed']

const perStage = 100_000
const settledFrom = 50_000
const perRedrive = 1_000
const mostRedrives = 49
const perAttempt = 8
const mostAttempts = 124

/**
 * How far along the chain an entry reports its delivery: of two entries the one with the greater rank says more about
 * where the delivery is now, whichever was read first.
 *
 * | compared by   | the greater is                                              | because                                              |
 * |---------------|-------------------------------------------------------------|------------------------------------------------------|
 * | stage         | the one further along; an unknown stage comes before all    | only what an earlier stage finished gets to a later  |
 * | settled?      | ignored, duplicate, verified, processing, processed         | what a stage has finished, a redelivery cannot undo  |
 * | redrives      | the greater number                                          | it was given back after all that is told of before   |
 * | attempt       | the later one; giving back is none, and comes before all    | attempts are counted anew after a redrive            |
 * | status        | parked, redriven, retrying, rejected, failed                | giving up is the end of an attempt                   |
 *
 * Equal ranks are told apart by the entries' ids: see `event-row.ts`.
 */
export const rankOf = (entry: Pick<JournalEntry, 'stage' | 'status' | 'attempt' | 'details'>): number => {
  const stage = (chain.findIndex(({ name }) => name === entry.stage) + 1) * perStage
  const ending = settled.indexOf(entry.status)
  if (ending >= 0) return stage + settledFrom + ending
  const redrives = Math.min(redrivesOf(entry.details), mostRedrives)
  const attempt = Math.min(Math.max(entry.attempt, 0), mostAttempts)
  return stage + redrives * perRedrive + attempt * perAttempt + unsettled.indexOf(entry.status) + 1
}

const redrivesOf = ({ redriven = '' }: JournalEntry['details']): number => (/^\d{1,9}$/.test(redriven) ? Number(redriven) : 0)
