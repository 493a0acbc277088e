import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import type { Report } from './finding.ts'
import type { ExpectedEvent } from './facts.ts'
import type { Indexed } from './index-facts.ts'

/** Of the deliveries of an event the first ends as it must, and every other is a duplicate of it. */
export const checkEvents = (facts: Indexed, report: Report): void => {
  const lettered = new Set(facts.deadLetters.map(({ stage, webhookEventId }) => `${stage} ${webhookEventId}`))
  for (const event of facts.events) {
    const ends = (facts.idsOf.get(event.key) ?? []).flatMap((id) => facts.endsOf.get(id) ?? [])
    // Nothing stored: whether something should be was looked at with the answers. Nothing ended: with the outcomes.
    if (ends.length > 0) checkEvent(event, ends, report)
    for (const { stage, status, webhookEventId } of ends) {
      if ((status === 'failed' || status === 'rejected') && !lettered.has(`${stage} ${webhookEventId}`))
        report('lost', 'dead letter', `${webhookEventId} ${status} at ${stage}, and there is no letter of it`)
    }
  }
}

const checkEvent = (event: ExpectedEvent, ends: readonly JournalEntry[], report: Report): void => {
  const firsts = ends.filter(({ status }) => status !== 'duplicate')
  const [first] = firsts
  if (first === undefined) return report('lost', 'event', `${event.key} has only duplicates`)
  // What is not handled is not compared with what came before: each copy is ignored.
  if (firsts.length > 1 && event.end.kind !== 'ignored')
    report(
      'doubled',
      'event',
      `${event.key} was first ${firsts.length} times: ${firsts.map(({ webhookEventId }) => webhookEventId).join(', ')}`,
    )
  for (const { status, webhookEventId, details } of ends) {
    if (status === 'duplicate' && details['duplicateOf'] !== first.webhookEventId)
      report(
        'unexplained',
        'duplicate',
        `${webhookEventId} of ${event.key} is called a duplicate of ${details['duplicateOf']}, not of ${first.webhookEventId}`,
      )
  }
  for (const end of firsts) checkEnd(event, end, report)
}

const checkEnd = ({ key, end }: ExpectedEvent, { status, stage, reason }: JournalEntry, report: Report): void => {
  const was = `${key} ended as ${status} at ${stage}: ${reason}`
  switch (end.kind) {
    case 'transcript':
      if (status !== 'processed') report('lost', 'event', was)
      return
    case 'ignored':
      if (status !== 'ignored') report('unexplained', 'event', was)
      return
    case 'dead-letter':
      if (status !== 'failed' && status !== 'rejected') report('unexplained', 'event', was)
      else if (stage !== end.stage || reason?.includes(end.reason) !== true)
        report('unexplained', 'event', `${was}, not at ${end.stage} for "${end.reason}"`)
      return
    case 'refused':
      report('unexplained', 'forged', was)
  }
}
