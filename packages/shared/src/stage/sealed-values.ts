import type { KeyRing } from '../crypto/key-ring.ts'
import type { KafkaRecord } from '../kafka/port.ts'
import { header } from './headers.ts'

/** A value with secrets in it as a stage's own retry and dead-letter topics keep it: an envelope, bound to the record's origin. */
export const sealedValue = (keyRing: KeyRing, value: Buffer, origin: string): Buffer =>
  Buffer.from(keyRing.seal(value.toString('base64'), origin), 'latin1')

/** An envelope is nearly twice as large as what is in it, and must fit a record. No delivery comes near: the ingress takes one megabyte. */
const largest = 9_000_000

/** Whether the value is to be sealed. What is larger than any delivery is none, and holds no secrets of one. */
export const isSealable = (record: Pick<KafkaRecord, 'headers' | 'value'>): record is { headers: KafkaRecord['headers']; value: Buffer } =>
  record.value !== null && record.value.length <= largest && !isSealed(record)

/** Whether the record's value is such an envelope. */
export const isSealed = ({ headers }: Pick<KafkaRecord, 'headers'>): boolean => headers[header.sealed] !== undefined

/** The value of a record as it was before it was sealed; that of any other as it is. Throws an Error, as `KeyRing.open` does. */
export const openedValue = (keyRing: KeyRing, record: Pick<KafkaRecord, 'headers' | 'value'>, origin: string): Buffer | null =>
  record.value === null || !isSealed(record) ? record.value : Buffer.from(keyRing.open(record.value.toString('latin1'), origin), 'base64')
