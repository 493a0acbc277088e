import type { JournalEntry } from '../contracts/contracts.generated.ts'
import { uuidV5 } from '../ids.ts'
import type { KafkaRecord, OutgoingRecord } from '../kafka/port.ts'
import { header, numberHeader, travellingHeaders } from '../stage/headers.ts'
import { retryTopicName } from '../topics.ts'
import type { Decider } from './decisions.ts'
import type { DeadLetter } from './letter.ts'
import type { FoundLetter } from './read-letters.ts'

/** The topic into which a stage's dead letters are given back. */
export const redriveTopicOf = (stage: string, retryDelays: readonly number[]): string => retryTopicName(stage, retryDelays[0] ?? 0)

/**
 * The record as its stage finds it: the bytes, key, origin and delivery it always had, so that claims know it for the one
 * that made them; due at once, with all its attempts before it.
 */
export const redrivenRecord = (
  { letter, record }: FoundLetter,
  to: { readonly topic: string; readonly partitions: number; readonly now: number },
): OutgoingRecord => {
  const { [header.parked]: _parked, ...kept } = record.headers
  return {
    topic: to.topic,
    partition: record.partition % to.partitions,
    key: record.key,
    value: record.value,
    headers: {
      ...kept,
      [header.origin]: letter.origin,
      [header.attempts]: '0',
      [header.deferrals]: '0',
      [header.dueAt]: String(to.now),
      [header.notBefore]: '0',
      [header.redriven]: String(letter.redriven + 1),
      [header.redrivenAt]: String(to.now),
    },
  }
}

/** What a person does with a dead letter, for the journal: the same decision makes the same entry. */
export const decisionEntry = (
  status: 'redriven' | 'parked',
  letter: DeadLetter,
  headers: KafkaRecord['headers'],
  { by, reason }: Decider,
  at: number,
): JournalEntry => ({
  entryId: status === 'redriven' ? redrivenEntryId(letter) : uuidV5('journal', 'parked', letter.id, by, reason),
  webhookEventId: letter.webhookEventId ?? null,
  stage: letter.stage,
  status,
  reason: reason === '' ? `by ${by}` : `${reason} (${by})`,
  at,
  receivedAt: headers[header.receivedAt] === undefined ? null : numberHeader(headers, header.receivedAt, at),
  attempt: 0,
  origin: letter.origin,
  traceparent: headers[header.traceparent] ?? null,
  details: { by, fingerprint: letter.fingerprint, redriven: String(letter.redriven + (status === 'redriven' ? 1 : 0)) },
  webhook: null,
})

/** A letter is given back once, so there is one entry of it. */
export const redrivenEntryId = ({ id }: DeadLetter): string => uuidV5('journal', 'redriven', id)

/** The journal says nothing of the stage that records it: that would never end. */
export const isJournaled = (stage: string): boolean => stage !== 'recorder'

export const entryHeaders = (headers: KafkaRecord['headers']): OutgoingRecord['headers'] => travellingHeaders(headers)
