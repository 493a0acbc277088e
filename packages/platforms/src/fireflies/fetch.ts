import { z } from 'zod'
import { NotYetError, PermanentError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import type { FetchRequest, Fetched, PlatformTranscript } from '../platform.ts'
import { bounded } from '../bounded.ts'
import { noticing } from '../cuts.ts'
import { emailIn, readAs } from '../fields.ts'
import { joinLink } from '../join-link.ts'
import { distinctParticipants } from '../participants.ts'
import { FirefliesContent } from './content.ts'
import type { FirefliesTranscript } from './fireflies-transcript.ts'
import { type GraphqlDeps, queryTranscript } from './graphql.ts'
import { readSentences } from './sentences.ts'

/** What an integration gives to read its transcripts. */
export const FirefliesCredentials = z.object({ apiKey: z.string().trim().min(1) })

/** Asks the API for the transcript that a webhook names; V1 and V2 webhooks say no more than its id. */
export const fetchFirefliesTranscript = async (request: FetchRequest, http: Http, deps: GraphqlDeps): Promise<Fetched> => {
  const content = readAs(FirefliesContent, request.content, 'the content of the event')
  if (request.credentials === undefined || request.credentials === null)
    throw new PermanentError('the integration has no Fireflies API key to fetch the transcript with')
  const { apiKey } = readAs(FirefliesCredentials, request.credentials, "the integration's Fireflies credentials")
  const { transcript, withheld, cuts: cut } = await queryTranscript(deps, { apiKey, id: request.externalId, signal: request.signal }, http)
  if (transcript.is_live === true) throw new NotYetError('the meeting is still live: its transcript is not final')
  const { segments, notes } = readSentences(transcript)
  const { result: described, cuts: left } = noticing(() => describe(transcript, content))
  const cuts = [...(content.cuts ?? []), ...cut, ...left]
  if (segments.length === 0) return bounded(withoutSentences(transcript), cuts)
  const refused = withheld.map((field) => ({ code: 'withheld-fields' as const, text: `Fireflies withheld ${field}` }))
  return bounded({ kind: 'transcript', transcript: { ...described, segments, notes: [...notes, ...refused] } }, cuts)
}

/** No sentences is an end only where Fireflies says that nobody spoke, or that it is done with the meeting. */
const withoutSentences = ({ meeting_info, sentences }: FirefliesTranscript): Fetched => {
  if (meeting_info?.silent_meeting === true)
    return { kind: 'none', reason: 'empty transcript: nobody spoke in the meeting', awaited: false }
  const done = ['processed', 'failed', 'skipped'].includes(meeting_info?.summary_status ?? '')
  if (done || (sentences ?? []).length > 0) return { kind: 'none', reason: 'empty transcript', awaited: false }
  throw new NotYetError('Fireflies has no sentences yet')
}

const describe = (transcript: FirefliesTranscript, content: FirefliesContent): Omit<PlatformTranscript, 'segments' | 'notes'> => ({
  title: transcript.title ?? content.title,
  joinUrl: joinLink(transcript.meeting_link),
  startedAt: transcript.date,
  durationMs: transcript.duration === null ? null : Math.round(transcript.duration * 60_000),
  participants: distinctParticipants([
    ...(transcript.meeting_attendees ?? []).map(({ displayName, name, email }) => ({ name: displayName ?? name, email })),
    ...addressesOf(transcript).map((email) => ({ name: null, email })),
  ]),
  sourceUpdatedAt: content.timestamp,
})

const addressesOf = ({ participants, organizer_email, host_email }: FirefliesTranscript): readonly string[] =>
  [...(participants ?? []).flatMap((entry) => entry?.split(',') ?? []), organizer_email, host_email].flatMap(
    (entry) => emailIn(entry) ?? [],
  )
