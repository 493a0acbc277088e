import { z } from 'zod'
import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import { jsonTypes } from '@hansard/shared/http/media-type'
import type { FetchRequest, Fetched } from '../platform.ts'
import { failureOf, isSuccess } from '../answers.ts'
import { bounded } from '../bounded.ts'
import { beginning, noticing } from '../cuts.ts'
import { readAs } from '../fields.ts'
import { readJson } from '../json-body.ts'
import { distinctParticipants } from '../participants.ts'
import { OtterContent, contentOf } from './content.ts'
import { Conversation, transcriptOf } from './conversation.ts'
import { parseOtterText } from './text.ts'

/** What an integration gives to read conversations whose webhooks come without the transcript. */
export const OtterCredentials = z.object({ apiKey: z.string().trim().min(1) })

export interface FetchDeps {
  /** Base: conversations are at `{apiUrl}/v1/conversations/{id}`. */
  readonly apiUrl: string
  readonly now: () => number
}

/** The transcript that came with the webhook; without one, the API's. */
export const fetchOtterTranscript = async (request: FetchRequest, http: Http, deps: FetchDeps): Promise<Fetched> => {
  const content = readAs(OtterContent, request.content, 'the content of the event')
  const cuts = [...(content.cuts ?? [])]
  return bounded(await fetchTranscript(content, request, http, deps, cuts), cuts)
}

/** What is cut of the API's answer is added to `cuts`. */
const fetchTranscript = async (
  content: OtterContent,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
  cuts: string[],
): Promise<Fetched> => {
  if (content.partial !== null)
    return {
      kind: 'none',
      reason: `partial transcript: the speech is ${beginning(content.partial, 64)}, a complete one will follow`,
      awaited: true,
    }
  if (content.transcript !== null && content.transcript.trim() !== '') return readTranscript(content, content.transcript)
  if (request.credentials === undefined || request.credentials === null) return notAsked(content, request.eventType)
  const { apiKey } = readAs(OtterCredentials, request.credentials, "the integration's Otter credentials")
  const { result: conversation, cuts: left } = await getConversation(deps, { apiKey, id: content.id, signal: request.signal }, http)
  for (const cut of left) cuts.push(cut)
  if (isPending(conversation)) throw new NotYetError('Otter is still working on the conversation')
  const fetched = contentOf(conversation, transcriptOf(conversation), content.retrievedAt)
  if (fetched.transcript === null) throw new NotYetError('Otter has no transcript of the conversation yet')
  if (fetched.transcript.trim() === '' && isPartlyPending(conversation))
    throw new NotYetError('Otter has no words of the conversation yet, and is still working on it')
  return readTranscript(completed(fetched, content), fetched.transcript)
}

/** Without a key the webhook is all there is. Of a speech that is finished, an empty transcript is the end; a conversation may still get its words. */
const notAsked = ({ transcript }: OtterContent, eventType: string): Fetched => {
  if (transcript !== null && eventType.startsWith('speech.')) return { kind: 'none', reason: 'empty transcript', awaited: false }
  const what = transcript === null ? 'No transcript in the webhook' : 'An empty transcript in the webhook'
  return { kind: 'none', reason: `${what}, and the integration has no Otter API key to fetch it with`, awaited: true }
}

const Answer = z.union([z.object({ data: Conversation }).transform(({ data }) => data), Conversation])

/** https://help.otter.ai/hc/en-us/articles/36130822688279-Otter-ai-Public-API: without `include` the transcript is left out. */
const getConversation = async (
  deps: FetchDeps,
  request: { readonly apiKey: string; readonly id: string; readonly signal: AbortSignal },
  http: Http,
): Promise<{ readonly result: Conversation; readonly cuts: readonly string[] }> => {
  const answer = await http({
    url: `${deps.apiUrl}/v1/conversations/${encodeURIComponent(request.id)}?include=transcript`,
    headers: { authorization: `Bearer ${request.apiKey}`, accept: 'application/json' },
    mediaTypes: jsonTypes,
    maxBytes: 33_554_432,
    timeoutMs: 30_000,
    signal: request.signal,
  })
  if (!isSuccess(answer)) throw failureOf(answer, 'the request for the conversation to Otter', deps.now())
  const json = readJson(answer.body)
  if (json.kind === 'invalid') throw new TransientError(`the answer of Otter: ${json.reason}`)
  return noticing(() => readAs(Answer, json.value, 'the conversation from Otter'))
}

const isPending = ({ process_status }: Conversation): boolean => {
  const parts = Object.values(process_status ?? {})
  return parts.length > 0 && parts.every((part) => part === null)
}

const isPartlyPending = ({ process_status }: Conversation): boolean => Object.values(process_status ?? {}).includes(null)

/** What the API says, and what only the webhook said. */
const completed = (fetched: OtterContent, content: OtterContent): OtterContent => ({
  ...fetched,
  title: fetched.title ?? content.title,
  createdAt: fetched.createdAt ?? content.createdAt,
  durationMs: fetched.durationMs ?? content.durationMs,
  joinUrl: fetched.joinUrl ?? content.joinUrl,
  people: [...content.people, ...fetched.people],
})

const readTranscript = (content: OtterContent, text: string): Fetched => {
  const people = content.people.map(({ name }) => name)
  const parsed = parseOtterText(text, content.durationMs, { title: content.title, format: content.transcriptFormat, people })
  if (parsed.kind === 'rubbish') throw new PermanentError(`the transcript from Otter is not readable: ${parsed.reason}`)
  if (parsed.segments.length === 0) return { kind: 'none', reason: 'empty transcript', awaited: false }
  return {
    kind: 'transcript',
    transcript: {
      title: content.title,
      joinUrl: content.joinUrl,
      startedAt: content.createdAt,
      durationMs: content.durationMs,
      participants: distinctParticipants(content.people),
      segments: parsed.segments,
      sourceUpdatedAt: content.retrievedAt,
      notes: parsed.notes,
    },
  }
}
