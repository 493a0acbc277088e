import { z } from 'zod'
import { PermanentError, TransientError } from '@hansard/shared/errors'
import type { Http, HttpAnswer } from '@hansard/shared/http/http'
import { jsonTypes } from '@hansard/shared/http/media-type'
import { failureOf, isSuccess } from '../answers.ts'
import { beginning, noticing } from '../cuts.ts'
import { optionalCode, optionalMoment, optionalNumber, orNull, readAs, readable } from '../fields.ts'
import { readJson } from '../json-body.ts'
import { limits } from '../limits.ts'
import { FirefliesTranscript } from './fireflies-transcript.ts'

/** `is_live` is always asked for: of a running meeting `sentences` are the captions so far. */
const query = `query Transcript($transcriptId: String!) {
  transcript(id: $transcriptId) {
    id title host_email organizer_email participants date duration meeting_link is_live
    meeting_info { silent_meeting summary_status }
    meeting_attendees { displayName email name }
    speakers { id name }
    sentences { index speaker_name speaker_id text raw_text start_time end_time }
  }
}`

const Fault = z.object({
  code: optionalCode,
  /** The field that it speaks of: `["transcript", "meeting_attendees"]`. */
  path: orNull(z.array(z.union([z.string(), z.number()])).max(limits.faults)),
  extensions: orNull(
    z.object({
      code: optionalCode,
      status: optionalNumber,
      /** When to come back: epoch milliseconds, or a date. */
      metadata: orNull(z.object({ retryAfter: optionalMoment })),
    }),
  ),
})
type Fault = z.infer<typeof Fault>
const Answer = z.object({
  data: orNull(z.object({ transcript: z.unknown().optional() })),
  errors: readable(Fault, 'errors', limits.faults),
})

/** Codes that pass with time. */
const passing = new Set(['too_many_requests', 'request_timeout', 'invariant_violation', 'internal_server_error'])
/** Codes that stay, https://docs.fireflies.ai/fundamentals/errors; others are told by their status. */
const staying = new Set([
  'object_not_found',
  'forbidden',
  'not_in_team',
  'paid_required',
  'invalid_arguments',
  'args_required',
  'account_cancelled',
  'require_elevated_privilege',
])

export interface GraphqlDeps {
  /** Base: the endpoint is `{apiUrl}/graphql`. */
  readonly apiUrl: string
  readonly now: () => number
}

/** A transcript, and the fields beside the words that Fireflies refused, with its code. */
export interface Queried {
  readonly transcript: FirefliesTranscript
  readonly withheld: readonly string[]
  /** What was cut of it. */
  readonly cuts: readonly string[]
}

/** The transcript of a meeting. One request: small plans allow 50 a day. Throws PermanentError or TransientError. */
export const queryTranscript = async (
  deps: GraphqlDeps,
  request: { readonly apiKey: string; readonly id: string; readonly signal: AbortSignal },
  http: Http,
): Promise<Queried> => {
  const answer = await http({
    method: 'POST',
    url: `${deps.apiUrl}/graphql`,
    headers: { authorization: `Bearer ${request.apiKey}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { transcriptId: request.id } }),
    mediaTypes: jsonTypes,
    maxBytes: 67_108_864,
    timeoutMs: 30_000,
    signal: request.signal,
  })
  const json = readJson(answer.body)
  const read = Answer.safeParse(json.kind === 'json' ? json.value : undefined)
  const [faults, transcript] = read.success ? [read.data.errors ?? [], read.data.data?.transcript] : [[], undefined]
  const [fault] = faults
  if (fault !== undefined && !hasWords(transcript, faults)) throw faultError(fault, answer, deps.now())
  if (!isSuccess(answer)) throw failureOf(answer, 'the query to Fireflies', deps.now())
  if (!read.success) throw new TransientError('the answer of Fireflies is not GraphQL')
  if (transcript === undefined || transcript === null) throw new PermanentError('Fireflies has no such transcript')
  const { result, cuts } = noticing(() => readAs(FirefliesTranscript, transcript, 'the transcript from Fireflies'))
  return { transcript: result, withheld: faults.map(withheldField), cuts }
}

/**
 * An error may stand beside data and speak of one field (https://spec.graphql.org/October2021/#sec-Handling-Field-Errors). The transcript
 * is of use where it has sentences, or where no error speaks of it as a whole or of the sentences.
 */
const hasWords = (transcript: unknown, faults: readonly Fault[]): boolean => {
  if (typeof transcript !== 'object' || transcript === null) return false
  const sentences = 'sentences' in transcript ? transcript.sentences : undefined
  if (Array.isArray(sentences) && sentences.length > 0) return true
  return faults.every(({ path }) => typeof path?.[1] === 'string' && path[1] !== 'sentences')
}

const withheldField = ({ path, ...fault }: Fault): string =>
  `${
    (path ?? ['a field'])
      .slice(1)
      .map((step) => beginning(String(step), 64))
      .slice(0, 4)
      .join('.') || 'a field'
  } (${codeOf(fault)})`

const codeOf = ({ extensions, code }: Pick<Fault, 'extensions' | 'code'>): string =>
  beginning(extensions?.code ?? code ?? 'an error without a code', 64)

/** Errors come inside an answer that says 200: the code decides, then the status inside, then the one outside. */
const faultError = (fault: Fault, answer: HttpAnswer, now: number): Error => {
  const code = codeOf(fault)
  const message = `Fireflies refused the query: ${code}`
  const status = fault.extensions?.status ?? (isSuccess(answer) ? 500 : answer.status)
  const passes = passing.has(code) || (!staying.has(code) && (status >= 500 || status === 429 || status === 408))
  if (!passes) return new PermanentError(message)
  const header = failureOf({ ...answer, status: 429 }, message, now)
  return new TransientError(message, {
    // A code inside an answer of 200 may speak of this one meeting; the status outside is the platform's.
    scope: answer.status >= 500 ? 'platform' : 'record',
    retryAt: fault.extensions?.metadata?.retryAfter ?? (header instanceof TransientError ? header.retryAt : undefined),
  })
}
