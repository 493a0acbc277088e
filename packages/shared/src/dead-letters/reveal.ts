import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf, UnavailableError } from '../errors.ts'
import type { KafkaRecord } from '../kafka/port.ts'
import type { Codec } from '../registry/codec.ts'
import { header, topicOfOrigin } from '../stage/headers.ts'
import { isSealed, openedValue } from '../stage/sealed-values.ts'
import { chainTopics } from '../topics.ts'

/** A record's value as a person may see it: without secrets, or, where it cannot be read, only what it is not. */
export type Revealed = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'unreadable'; readonly why: string }

/** `scrub` replaces whatever a key calls a secret. Bytes that cannot be read are not shown: nobody knows what is in them. */
export const revealValue = async (
  origin: string,
  value: Buffer | null,
  codec: Pick<Codec, 'decode'>,
  scrub: (value: unknown) => unknown,
): Promise<Revealed> => {
  if (value === null) return { kind: 'unreadable', why: 'the record has no value' }
  const topic = chainTopics.find(({ name }) => name === topicOfOrigin(origin))
  if (topic === undefined) return { kind: 'unreadable', why: `nothing is known of the topic ${topicOfOrigin(origin)}` }
  try {
    const decoded = topic.contract.kind === 'bytes' ? JSON.parse(value.toString()) : await codec.decode(topic.contract, value)
    return { kind: 'value', value: scrub(unfolded(decoded)) }
  } catch (error) {
    if (error instanceof UnavailableError) return { kind: 'unreadable', why: `the schema registry does not answer` }
    return { kind: 'unreadable', why: error instanceof SyntaxError ? `it is not JSON` : messageOf(error) }
  }
}

/** The same of a record. What its stage sealed because of the secrets in it is opened where there is a key ring. */
export const revealRecord = async (
  origin: string,
  record: Pick<KafkaRecord, 'headers' | 'value'>,
  by: { readonly codec: Pick<Codec, 'decode'>; scrub(value: unknown): unknown; readonly keyRing: KeyRing | undefined },
): Promise<Revealed> => {
  if (isSealed(record) && by.keyRing === undefined)
    return { kind: 'unreadable', why: 'it is sealed, and no key ring is known here: set HANSARD_KEYS' }
  try {
    const value = by.keyRing === undefined ? record.value : openedValue(by.keyRing, record, origin)
    return await revealValue(origin, value, by.codec, by.scrub)
  } catch (error) {
    return { kind: 'unreadable', why: messageOf(error) }
  }
}

/** Texts that hold JSON opened, so that what is in them is scrubbed too; sealed ones hidden. */
const unfolded = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unfold(key, item)]))
}

const unfold = (key: string, item: unknown): unknown => {
  if (key === 'sealed' && typeof item === 'string') return '[sealed]'
  if (typeof item !== 'string' || !(key === 'content' || key === 'payload')) return item
  try {
    return JSON.parse(item)
  } catch {
    return item
  }
}

/** Headers whose values are Hansard's own and hold no secret. */
const shown: ReadonlySet<string> = new Set([
  ...Object.values(header),
  'integration',
  'remote-address',
  'http-content-type',
  'http-x-zm-request-timestamp',
])

/** A record's headers as a person may see them: of those that came from outside, signatures among them, only how long they are. */
export const revealHeaders = (headers: KafkaRecord['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shown.has(name) ? value : `[${value.length} characters]`]))

const longestText = 300
const mostItems = 3

/** The same value with long texts and lists cut short. */
export const abridged = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length <= longestText ? value : `${value.slice(0, longestText)}… (${value.length} characters)`
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map(abridged)
    return value.length <= mostItems ? items : [...items, `… ${value.length - mostItems} more`]
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, abridged(item)]))
}
