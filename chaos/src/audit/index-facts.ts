import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { originOf, type ExpectedEvent, type Facts, type Injected, type RawDelivery } from './facts.ts'

/** The facts, and what each check looks up in them. */
export interface Indexed extends Facts {
  readonly eventOf: ReadonlyMap<string, ExpectedEvent>
  /** Stored deliveries by their id, those that were written past the ingress left out; a delivery may be stored twice. */
  readonly stored: ReadonlyMap<string, RawDelivery>
  /** Ids of the stored deliveries of an event, by the event's key. */
  readonly idsOf: ReadonlyMap<string, readonly string[]>
  /** Final entries by delivery, each entry once. */
  readonly endsOf: ReadonlyMap<string, readonly JournalEntry[]>
  /** Written past the ingress, by origin. */
  readonly injectedAt: ReadonlyMap<string, Injected>
}

const final: ReadonlySet<string> = new Set(['processed', 'failed', 'duplicate', 'ignored', 'rejected'])

export const isFinal = ({ status }: Pick<JournalEntry, 'status'>): boolean => final.has(status)

export const indexFacts = (facts: Facts): Indexed => {
  const injectedAt = new Map(facts.injected.flatMap((each) => each.places.map((place) => [originOf(place), each] as const)))
  const deliveries = facts.raw.filter((record) => !injectedAt.has(originOf(record)))
  const stored = new Map(deliveries.flatMap((record) => (record.webhookEventId === null ? [] : [[record.webhookEventId, record] as const])))
  const ids = Map.groupBy(stored.keys(), (id) => facts.bodies.get(stored.get(id)?.bodyHash ?? '')?.eventKey ?? '')
  const entries = new Map(facts.journal.map(({ value }) => [value.entryId, value]))
  const ends = [...entries.values()].filter((entry) => entry.webhookEventId !== null && isFinal(entry))
  return {
    ...facts,
    eventOf: new Map(facts.events.map((event) => [event.key, event])),
    stored,
    idsOf: ids,
    endsOf: Map.groupBy(ends, ({ webhookEventId }) => webhookEventId ?? ''),
    injectedAt,
  }
}
