import { NotYetError, PermanentError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import type { FetchRequest, Fetched } from '../platform.ts'
import { readAs } from '../fields.ts'
import { type ApiDeps, type ZoomApi, zoomApi } from './api.ts'
import { ZoomContent, ZoomSecret } from './content.ts'
import { ZoomCredentials } from './credentials.ts'
import { type DownloadDeps, downloadTranscript, refused } from './download.ts'
import { aicTranscriptCompleted } from './events.ts'
import { transcriptFiles } from './recording-files.ts'
import { type TranscriptPart, transcriptOf } from './transcript.ts'

export type FetchDeps = ApiDeps & DownloadDeps

/** A file to download, and when what it holds began. */
interface Source {
  readonly url: string | null
  readonly start: number | null
  readonly end: number | null
}

/**
 * Downloads the files that the webhook names with the webhook's own token; when that is refused (it lives 24 hours, and webhooks may be
 * late), asks the API for fresh addresses and a fresh token, once.
 */
export const fetchZoomTranscript = async (request: FetchRequest, http: Http, deps: FetchDeps): Promise<Fetched> => {
  const content = readAs(ZoomContent, request.content, 'the content of the event')
  if (request.eventType === aicTranscriptCompleted) return fetchMeetingTranscript(content, apiOf(request, http, deps), request, http, deps)
  if (content.files.length === 0 && (request.eventType === 'recording.completed' || isAbsent(request.credentials)))
    return { kind: 'none', reason: 'No transcript file available', awaited: true }

  const { downloadToken, downloadUrls } = readAs(
    ZoomSecret,
    request.secret ?? { downloadToken: null, downloadUrls: [] },
    'the sealed content',
  )
  const sources = content.files.map(({ start, end }, index) => ({ url: downloadUrls[index] ?? null, start, end }))
  const parts = await downloadAll(sources, downloadToken, request, http, deps)
  return transcriptOf(content, parts ?? (await downloadThroughApi(content, apiOf(request, http, deps), request, http, deps)))
}

const isAbsent = (credentials: unknown): boolean => credentials === undefined || credentials === null

const apiOf = (request: FetchRequest, http: Http, deps: FetchDeps): ZoomApi => {
  if (isAbsent(request.credentials))
    throw new PermanentError('the webhook gives no usable download token, and the integration has no Zoom credentials to get another')
  const credentials = readAs(ZoomCredentials, request.credentials, "the integration's Zoom credentials")
  return zoomApi(deps, { credentials, renewCredentials: (renewal) => request.renewCredentials(renewal), signal: request.signal }, http)
}

const downloadThroughApi = async (content: ZoomContent, api: ZoomApi, request: FetchRequest, http: Http, deps: FetchDeps) => {
  const fresh = await api.recordings(content.uuid)
  const files = transcriptFiles(fresh.recording_files)
  if (files.length === 0) throw new NotYetError('Zoom does not list a transcript file yet')
  if (files.some(({ status }) => status !== null && status !== 'completed')) throw new NotYetError('Zoom is still preparing the transcript')
  const sources = files.map(({ download_url, recording_start, recording_end }) => ({
    url: download_url,
    start: recording_start,
    end: recording_end,
  }))
  const parts = await downloadAll(sources, fresh.download_access_token ?? fresh.accessToken, request, http, deps)
  if (parts === undefined) throw refused()
  return parts
}

/** Undefined where there is nothing to download, no token, or Zoom refuses it. */
const downloadAll = async (
  sources: readonly Source[],
  token: string | null,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
): Promise<readonly TranscriptPart[] | undefined> => {
  if (token === null || sources.length === 0) return undefined
  const parts: TranscriptPart[] = []
  for (const { url, start, end } of sources) {
    if (url === null) return undefined
    const vtt = await downloadTranscript(url, token, deps, http, request.signal)
    if (vtt === undefined) return undefined
    parts.push({ vtt, start, end })
  }
  return parts
}

/** A transcript made without a cloud recording: `GET /meetings/{uuid}/transcript` tells where it is, or why not. */
const fetchMeetingTranscript = async (
  content: ZoomContent,
  api: ZoomApi,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
): Promise<Fetched> => {
  const { can_download, download_url, download_restriction_reason, accessToken } = await api.meetingTranscript(content.uuid)
  if (download_restriction_reason === 'NOT_READY') throw new NotYetError('Zoom is still preparing the transcript')
  if (download_restriction_reason === 'NO_TRANSCRIPT_DATA' || download_restriction_reason === 'DELETED_OR_TRASHED')
    return { kind: 'none', reason: `No transcript available: Zoom says ${download_restriction_reason}`, awaited: false }
  if (can_download === false || download_url === null)
    throw new PermanentError(`Zoom does not allow the download of the transcript: ${download_restriction_reason ?? 'no reason given'}`)
  const parts = await downloadAll([{ url: download_url, start: content.startTime, end: null }], accessToken, request, http, deps)
  if (parts === undefined) throw refused()
  return transcriptOf(content, parts)
}
