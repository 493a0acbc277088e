import { checkAnswers, checkOutcomes, checkPassing } from './check-deliveries.ts'
import { checkEvents } from './check-events.ts'
import { checkPoison } from './check-poison.ts'
import { checkFetched, checkMerged } from './check-transcripts.ts'
import type { Facts } from './facts.ts'
import { findingsOf, type Finding } from './finding.ts'
import { indexFacts } from './index-facts.ts'

/** Everything that is not as promised; nothing: nothing was lost, nothing doubled, everything is explained. */
export const audit = (facts: Facts): readonly Finding[] =>
  findingsOf(indexFacts(facts), [checkAnswers, checkOutcomes, checkPassing, checkEvents, checkFetched, checkMerged, checkPoison])
