import type { KafkaRecord } from '../kafka/port.ts'
import type { LetterState } from './decisions.ts'
import type { StandingLetter } from './groups.ts'
import { readLetter, type DeadLetter } from './letter.ts'

/** A dead letter as the engine writes it, for tests. */
export const letterRecord = (headers: Readonly<Record<string, string>> = {}, given: Partial<KafkaRecord> = {}): KafkaRecord => ({
  topic: 'verifier.dlq',
  partition: 1,
  offset: 7n,
  key: 'zoom:delivery',
  value: Buffer.from('{"event":"recording.completed"}'),
  timestamp: 1_700_000_000_000,
  headers: {
    'webhook-event-id': '0199b6a8-0000-7000-8000-000000000001',
    'received-at': '1699999000000',
    traceparent: '00-trace',
    platform: 'zoom',
    origin: 'webhooks.raw.v1/1/3',
    attempts: '5',
    deferrals: '2',
    'due-at': '1699999900000',
    'not-before': '1699999800000',
    stage: 'verifier',
    'error-class': 'TransientError',
    'error-message': 'the host did not answer',
    fingerprint: '3f2a9c0d1e4b5a67',
    'first-failed-at': '1699999100000',
    'last-failed-at': '1699999950000',
    ...headers,
  },
  ...given,
})

export const standingLetter = (state: LetterState, letter: Partial<DeadLetter> = {}): StandingLetter => ({
  letter: { ...readLetter('verifier', letterRecord()), ...letter },
  standing: state === 'open' ? { state, by: undefined, reason: undefined, at: undefined } : { state, by: 'jo', reason: 'why', at: 1 },
})
