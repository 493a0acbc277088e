import type { FetchedTranscript, JournalEntry, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'

/** What the audit is given: what was meant to happen, what senders were told, and what is found in the topics and tables at the end. */
export interface Facts {
  readonly events: readonly ExpectedEvent[]
  readonly meetings: readonly ExpectedMeeting[]
  readonly bodies: ReadonlyMap<string, SentBody>
  readonly answers: readonly Answer[]
  readonly raw: readonly RawDelivery[]
  readonly verified: readonly Passed[]
  readonly unique: readonly Passed[]
  readonly journal: readonly Found<JournalEntry>[]
  readonly fetched: readonly Found<FetchedTranscript>[]
  readonly merged: readonly Found<MergedTranscript>[]
  /** Records that could not be decoded, of any topic that holds Avro. */
  readonly undecodable: readonly Undecodable[]
  readonly injected: readonly Injected[]
  readonly deadLetters: readonly DeadLetter[]
  readonly rows: readonly { readonly id: string; readonly status: string }[]
}

/** Something a platform says happened; said once or several times, by bodies that may differ. */
export interface ExpectedEvent {
  readonly key: string
  readonly workspaceId: string
  readonly platform: string
  readonly externalId: string
  readonly end: ExpectedEnd
}

/** How the first delivery of an event must end; each further one is a duplicate of it. */
export type ExpectedEnd =
  /** Leads to these words; where several events lead to the same, one of them publishes them. */
  | { readonly kind: 'transcript'; readonly words: string }
  | { readonly kind: 'ignored' }
  /** A dead letter of this stage whose reason contains the text. */
  | { readonly kind: 'dead-letter'; readonly stage: string; readonly reason: string }
  /** Never passes the ingress. */
  | { readonly kind: 'refused' }

export interface ExpectedMeeting {
  readonly key: string
  readonly workspaceId: string
  /** Its transcripts, each in the newest of its revisions. */
  readonly sources: readonly { readonly platform: string; readonly externalId: string; readonly words: string }[]
}

/** A body that was posted, by the SHA-256 of its bytes. */
export interface SentBody {
  readonly eventKey: string
}

/** What came of one HTTP request. */
export interface Answer {
  readonly bodyHash: string
  /** Epoch milliseconds. */
  readonly at: number
  /** null: there was no answer. */
  readonly status: number | null
  readonly webhookEventId: string | null
  /** The answer's own word: accepted, duplicate, ignored. */
  readonly said: string | null
}

/** Where a record lies. */
export interface Place {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

export interface Found<T> extends Place {
  readonly value: T
}

export interface RawDelivery extends Place {
  readonly webhookEventId: string | null
  readonly bodyHash: string
}

/** A record of a topic between two stages. */
export interface Passed extends Place {
  readonly webhookEventId: string | null
}

export interface Undecodable extends Place {
  readonly valueHash: string
}

/** A record that was written past the ingress on purpose. */
export interface Injected {
  readonly topic: string
  /** What is wrong with it. */
  readonly kind: string
  readonly valueHash: string
  /** The stage that must give it up. */
  readonly stage: string
  /** One of these must be in the dead letter's message. */
  readonly reasons: readonly string[]
  /** Where it was found in its topic; more than once where the producer had to try again. Empty: it never arrived. */
  readonly places: readonly Place[]
  /** Whether the producer was told that it is stored. */
  readonly acknowledged: boolean
}

export interface DeadLetter extends Place {
  readonly stage: string
  readonly origin: string
  readonly webhookEventId: string | null
  readonly valueHash: string
  readonly message: string
}

/** `topic/partition/offset`, as the stages write it. */
export const originOf = ({ topic, partition, offset }: Place): string => `${topic}/${partition}/${offset}`
