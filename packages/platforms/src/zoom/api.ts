import { z } from 'zod'
import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { Http, HttpAnswer } from '@hansard/shared/http/http'
import { jsonTypes } from '@hansard/shared/http/media-type'
import { failureOf, isSuccess } from '../answers.ts'
import { noticing } from '../cuts.ts'
import { optionalCode, optionalToken, optionalUrl, orNull, readAs } from '../fields.ts'
import { readJson } from '../json-body.ts'
import type { Access, ZoomOAuth } from './oauth.ts'
import { RecordingFiles } from './recording-files.ts'

const Recordings = z.object({ download_access_token: optionalToken, recording_files: RecordingFiles })
export type Recordings = z.infer<typeof Recordings> & Beside

/** What comes with every answer: the token it was asked for with, and what was cut of it. */
interface Beside {
  readonly accessToken: string
  readonly cuts: readonly string[]
}

const MeetingTranscript = z.object({
  can_download: orNull(z.boolean()),
  download_url: optionalUrl,
  download_restriction_reason: optionalCode,
})
export type MeetingTranscript = z.infer<typeof MeetingTranscript> & Beside

/** Zoom's REST API as far as transcripts need it. Methods throw TransientError for what passes (also "not there yet"), else PermanentError. */
export interface ZoomApi {
  /** The recording's files with fresh addresses, and a fresh token to download them. */
  recordings(uuid: string): Promise<Recordings>
  /** Where the transcript of a meeting without a cloud recording is. */
  meetingTranscript(uuid: string): Promise<MeetingTranscript>
}

export interface ApiDeps {
  readonly apiUrl: string
  readonly oauth: ZoomOAuth
  readonly now: () => number
}

/** `ttl` of the download token that is asked for, in seconds: long enough for one attempt. */
const tokenTtl = 3600

/** `deps.apiUrl` is a base that ends in the version: `https://api.zoom.us/v2`. */
export const zoomApi = (deps: ApiDeps, access: Access, http: Http): ZoomApi => {
  const get = async <S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> & Beside> => {
    const first = await deps.oauth.accessToken(access, http)
    const answer = await send(path, first)
    if (answer.status !== 401) return { ...read(answer, schema), accessToken: first }
    deps.oauth.refused(first)
    const second = await deps.oauth.accessToken(access, http)
    return { ...read(await send(path, second), schema), accessToken: second }
  }
  const send = (path: string, token: string): Promise<HttpAnswer> =>
    http({
      url: `${deps.apiUrl}${path}`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      mediaTypes: jsonTypes,
      maxBytes: 4_194_304,
      timeoutMs: 10_000,
      signal: access.signal,
    })
  const read = <S extends z.ZodType>(answer: HttpAnswer, schema: S): z.infer<S> & Pick<Beside, 'cuts'> => {
    if (!isSuccess(answer)) throw apiFailure(answer, deps.now())
    const json = readJson(answer.body)
    if (json.kind === 'invalid') throw new TransientError(`Zoom's API: ${json.reason}`)
    const { result, cuts } = noticing(() => readAs(schema, json.value, "the answer of Zoom's API"))
    return { ...(result as z.infer<S> & object), cuts }
  }
  return {
    recordings: (uuid) => get(`/meetings/${pathUuid(uuid)}/recordings?include_fields=download_access_token&ttl=${tokenTtl}`, Recordings),
    meetingTranscript: (uuid) => get(`/meetings/${pathUuid(uuid)}/transcript`, MeetingTranscript),
  }
}

/** Uuids are base64: `/` must survive the path, so Zoom wants them encoded twice; that is right for every uuid. */
export const pathUuid = (uuid: string): string => encodeURIComponent(encodeURIComponent(uuid))

const ErrorBody = z.object({ code: z.number() })

/** 3301 and 3001 say that a recording or meeting does not exist, which Zoom also says until it does. */
export const isNotReady = (answer: HttpAnswer): boolean => {
  if (answer.status !== 404) return false
  const json = readJson(answer.body)
  const body = ErrorBody.safeParse(json.kind === 'json' ? json.value : undefined)
  return body.success && (body.data.code === 3301 || body.data.code === 3001)
}

const apiFailure = (answer: HttpAnswer, now: number): Error => {
  if (isNotReady(answer)) return new NotYetError('Zoom does not have the recording yet')
  if (answer.status === 401 || answer.status === 403)
    return new PermanentError(`Zoom's API refused the integration's credentials (${answer.status}): check its scopes`)
  return failureOf(answer, "a request to Zoom's API", now)
}
