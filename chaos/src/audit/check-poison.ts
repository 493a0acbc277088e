import type { Report } from './finding.ts'
import { originOf, type DeadLetter, type Injected } from './facts.ts'
import type { Indexed } from './index-facts.ts'

/** Delivers at least once: a letter may be written again after a crash. */
const atLeastOnce = new Set(['verifier', 'recorder'])

/** Every undecodable record is a dead letter of the right stage, whole, with a reason that tells; no other record is one. */
export const checkPoison = (facts: Indexed, report: Report): void => {
  const letters = Map.groupBy(facts.deadLetters, ({ origin }) => origin)
  for (const each of facts.injected) {
    if (each.acknowledged && each.places.length === 0) report('lost', 'poison', `${each.kind} is not in ${each.topic}`)
    for (const place of each.places) checkLetters(each, originOf(place), letters.get(originOf(place)) ?? letterByValue(each, facts), report)
  }
  for (const place of facts.undecodable) {
    if (!facts.injectedAt.has(originOf(place)))
      report('unexplained', 'record', `${originOf(place)} cannot be decoded, and nobody put it there`)
  }
  for (const letter of facts.deadLetters) checkReason(letter, facts, report)
  const ofDeliveries = facts.deadLetters.filter(
    ({ webhookEventId, stage }) => facts.stored.has(webhookEventId ?? '') && !atLeastOnce.has(stage),
  )
  for (const [name, copies] of Map.groupBy(ofDeliveries, ({ stage, webhookEventId }) => `${webhookEventId} of ${stage}`)) {
    if (copies.length > 1) report('doubled', 'dead letter', `${name} is there ${copies.length} times`)
  }
}

/** A record that was put into a retry topic with an origin made up keeps that one. */
const letterByValue = ({ valueHash, stage }: Injected, { deadLetters }: Indexed): readonly DeadLetter[] =>
  deadLetters.filter((letter) => letter.valueHash === valueHash && letter.stage === stage)

const checkLetters = (poison: Injected, origin: string, letters: readonly DeadLetter[], report: Report): void => {
  const name = `${poison.kind} in ${origin}`
  if (letters.length === 0) return report('lost', 'poison', `${name} is no dead letter of ${poison.stage}`)
  if (letters.length > poison.places.length && !atLeastOnce.has(poison.stage))
    report('doubled', 'poison', `${name} is a dead letter ${letters.length} times`)
  for (const { stage, valueHash, message } of letters) {
    if (stage !== poison.stage) report('unexplained', 'poison', `${name} is a dead letter of ${stage}, not of ${poison.stage}`)
    if (valueHash !== poison.valueHash) report('altered', 'poison', `${name} has other bytes as a dead letter`)
    if (!poison.reasons.some((reason) => message.includes(reason)))
      report('unexplained', 'poison', `${name} was given up for another reason: ${message}`)
  }
}

/** A dead letter is of a poisoned record, or of a delivery that was to end so. */
const checkReason = (letter: DeadLetter, { injected, injectedAt, stored, bodies, eventOf }: Indexed, report: Report): void => {
  if (injectedAt.has(letter.origin)) return
  if (injected.some(({ valueHash, stage }) => valueHash === letter.valueHash && stage === letter.stage)) return
  const event = eventOf.get(bodies.get(stored.get(letter.webhookEventId ?? '')?.bodyHash ?? '')?.eventKey ?? '')
  const { end } = event ?? {}
  if (end?.kind === 'dead-letter' && end.stage === letter.stage && letter.message.includes(end.reason)) return
  report('unexplained', 'dead letter', `${originOf(letter)} of ${event?.key ?? letter.origin}: ${letter.message}`)
}
