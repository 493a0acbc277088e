import type { KafkaRecord, OutgoingRecord } from '../kafka/port.ts'

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Something that takes time and is told of when it has ended. */
export interface OpenSpan {
  /** `failure`: what went wrong, for a person. */
  end(attributes: Attributes, failure?: string): void
}

/** A request that begins a trace, or goes on with one. */
export interface RequestSpan extends OpenSpan {
  /** Travels with the delivery through every topic: whatever becomes of it is a child of this request. */
  readonly traceparent: string
}

/** A batch of records in hand. It belongs to no trace of its records, and is linked with them. */
export interface BatchSpan extends OpenSpan {
  /** Undefined where the record's trace is not recorded. */
  startRecord(record: KafkaRecord, attempt: number): OpenSpan | undefined
}

/**
 * What Hansard tells of traces. The first to see a delivery decides whether its trace is recorded; everybody else goes by that, so that one that
 * is not recorded costs nothing but the look at its last character.
 */
export interface Tracing {
  /** `given`: the sender's traceparent. Its trace is gone on with; whether it is recorded is ours to decide, not a stranger's. */
  startRequest(name: string, given: string | undefined): RequestSpan
  /** Undefined where none of the records' traces is recorded. */
  startBatch(name: string, records: readonly KafkaRecord[]): BatchSpan | undefined
  /** Records were sent together, which took so long (until now) and succeeded or not. */
  sent(name: string, records: readonly Pick<OutgoingRecord, 'headers'>[], seconds: number, succeeded: boolean): void
  /** Hands over what is not handed over yet. */
  close(): Promise<void>
}

/** Whether the trace of a W3C traceparent is recorded: the last bit of its flags. */
export const isSampled = (traceparent: string | undefined): traceparent is string =>
  traceparent !== undefined && traceparent.length === 55 && (traceparent.charCodeAt(54) & 1) === 1
