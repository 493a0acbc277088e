import { z } from 'zod'
import type { PlatformEvent, Reading } from '../platform.ts'
import { faultOf, optionalCode, optionalIdentity, optionalInstant, orNull } from '../fields.ts'
import { noticing } from '../cuts.ts'
import { fingerprint } from '../fingerprint.ts'
import { readJson } from '../json-body.ts'
import { unsupported, withCuts } from '../readings.ts'
import { contentOf } from './content.ts'
import { Conversation, transcriptOf } from './conversation.ts'
import { journalPayload } from './payload.ts'

/** Names in one spelling (lower case, underscores: Otter mixes dots and underscores) to those Hansard uses. */
const events: Readonly<Record<string, string>> = {
  conversation_completed: 'conversation_completed',
  conversation_shared: 'conversation_shared',
  speech_created: 'speech.created',
  speech_updated: 'speech.updated',
}

/** The workspace or channel that the webhook watches. */
const source = orNull(z.object({ id: z.union([z.number().transform(String), optionalIdentity('meta.webhook.source.id')]) }))

const Envelope = z.compile(
  z.object({
    event: optionalCode,
    meta: orNull(z.object({ retrieved_at: optionalInstant, webhook: orNull(z.object({ event: optionalCode, source })) })),
    speech: z.unknown().optional(),
    data: z.unknown().optional(),
  }),
)
type Envelope = z.infer<typeof Envelope>

/**
 * What a webhook of Otter says: the workspace webhook as `{meta, data}` or with the conversation at the top level (then its event is
 * `conversation_completed` unless it is named), and the specification's `{event, speech}`.
 */
export const readOtterEvent = (body: Buffer): Reading => {
  const json = readJson(body)
  if (json.kind === 'invalid') return json
  const envelope = Envelope.safeParse(json.value)
  if (!envelope.success) return { kind: 'invalid', reason: faultOf(envelope.error, json.value) }
  const name = nameOf(envelope.data)
  if (name === null) return { kind: 'invalid', reason: 'event is missing' }
  const eventType = Object.entries(events).find(([spelling]) => spelling === name.toLowerCase().replaceAll('.', '_'))?.[1]
  if (eventType === undefined) return unsupported(name, () => journalPayload(json.value))

  const { key, value } = conversationIn(envelope.data, eventType, json.value)
  if (value === undefined || value === null) return { kind: 'invalid', reason: `${key} is missing` }
  const { result: read, cuts } = noticing(() => Conversation.safeParse(value))
  if (!read.success) return { kind: 'invalid', reason: faultOf(read.error, value, key) }
  return { kind: 'event', event: eventOf(eventType, read.data, envelope.data, json.value, cuts) }
}

const nameOf = ({ event, meta, speech }: Envelope): string | null =>
  event ?? meta?.webhook?.event ?? (speech === undefined ? 'conversation_completed' : null)

/** Where in the body the conversation is; `key` is empty at the top level. */
const conversationIn = (
  { speech, data }: Envelope,
  eventType: string,
  body: unknown,
): { readonly key: string; readonly value: unknown } => {
  if (eventType.startsWith('speech.')) return { key: 'speech', value: speech }
  return data === undefined ? { key: '', value: body } : { key: 'data', value: data }
}

const eventOf = (
  eventType: string,
  conversation: Conversation,
  { meta }: Envelope,
  body: unknown,
  cuts: readonly string[],
): PlatformEvent => {
  const { id, title, status, owner, owner_email } = conversation
  const transcript = transcriptOf(conversation, body)
  const retrievedAt = meta?.retrieved_at ?? null
  const ownerEmail = owner?.email ?? owner_email
  // `meta.retrieved_at` changes with every attempt to deliver the same thing: not part of what the event says.
  // Nor is the event's name: each event tells the whole conversation, and the newest telling is the one that counts.
  const revision = fingerprint(String(id), title, status, transcript?.content ?? null)
  return {
    eventType,
    externalId: String(id),
    aliases: [],
    answerId: id,
    hostEmails: ownerEmail === null ? [] : [ownerEmail],
    revision,
    subject: 'conversation',
    // A conversation is announced once for every source that a webhook watches.
    delivery: () => fingerprint(String(id), eventType, meta?.webhook?.source?.id ?? null, revision),
    occurredAt: retrievedAt,
    content: () => withCuts({ ...contentOf(conversation, transcript, retrievedAt), partial: partialOf(eventType, status) }, cuts),
    payload: () => journalPayload(body),
  }
}

/** Statuses of a finished speech; one without a status is taken for finished. */
const finished = new Set(['completed', 'complete', 'finished'])

const partialOf = (eventType: string, status: string | null): string | null =>
  eventType.startsWith('speech.') && status !== null && !finished.has(status) ? status : null
