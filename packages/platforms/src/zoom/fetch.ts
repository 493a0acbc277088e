import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import type { FetchRequest, Fetched } from '../platform.ts'
import { bounded } from '../bounded.ts'
import { noticing } from '../cuts.ts'
import { readAs } from '../fields.ts'
import { type ApiDeps, type ZoomApi, zoomApi } from './api.ts'
import { ZoomContent, ZoomSecret } from './content.ts'
import { ZoomCredentials } from './credentials.ts'
import { type Download, type DownloadDeps, downloadTranscript, refused } from './download.ts'
import { aicTranscriptCompleted } from './events.ts'
import { transcriptFiles } from './recording-files.ts'
import { type Loaded, type Source, partsOf, sourceId } from './parts.ts'
import { transcriptOf } from './transcript.ts'

export type FetchDeps = ApiDeps & DownloadDeps

/**
 * Downloads the files that the webhook names with the webhook's own token; when that is refused (it lives 24 hours, and webhooks may be
 * late), asks the API for fresh addresses and a fresh token, once.
 */
export const fetchZoomTranscript = async (request: FetchRequest, http: Http, deps: FetchDeps): Promise<Fetched> => {
  const content = readAs(ZoomContent, request.content, 'the content of the event')
  const cuts = [...(content.cuts ?? [])]
  return bounded(await fetchTranscript(content, request, http, deps, cuts), cuts)
}

const fetchTranscript = async (
  content: ZoomContent,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
  cuts: string[],
): Promise<Fetched> => {
  if (request.eventType === aicTranscriptCompleted) return fetchMeetingTranscript(content, apiOf(request, http, deps), request, http, deps)
  if (content.files.length === 0 && (request.eventType === 'recording.completed' || isAbsent(request.credentials)))
    return { kind: 'none', reason: 'No transcript file available', awaited: true }

  const { downloadToken, downloadUrls } = readAs(
    ZoomSecret,
    request.secret ?? { downloadToken: null, downloadUrls: [] },
    'the sealed content',
  )
  const sources = content.files.map((file, index) => ({ ...file, id: sourceId(file, index), url: downloadUrls[index] ?? null }))
  const loaded = await loadAll(sources, downloadToken, request, http, deps)
  const [first] = loaded
  if (first?.download instanceof PermanentError && loaded.every(({ download }) => download instanceof PermanentError)) throw first.download
  // What Zoom refuses or has not got, a fresh token may still bring; without credentials, what came is all there is.
  const complete = loaded.length > 0 && loaded.every(({ download }) => 'kind' in download && download.kind === 'file')
  const usable = loaded.some(({ download }) => 'kind' in download && download.kind !== 'refused')
  if (complete || (usable && isAbsent(request.credentials))) return transcriptOf(content, await partsOf(loaded, content, request))
  return transcriptOf(content, await partsOf(await loadThroughApi(content, request, http, deps, cuts), content, request))
}

const isAbsent = (credentials: unknown): boolean => credentials === undefined || credentials === null

const apiOf = (request: FetchRequest, http: Http, deps: FetchDeps): ZoomApi => {
  if (isAbsent(request.credentials))
    throw new PermanentError('the webhook gives no usable download token, and the integration has no Zoom credentials to get another')
  const credentials = readAs(ZoomCredentials, request.credentials, "the integration's Zoom credentials")
  return zoomApi(deps, { credentials, renewCredentials: (renewal) => request.renewCredentials(renewal), signal: request.signal }, http)
}

/** Throws where Zoom refuses what it lists, or gives nothing. What was cut of the list is added to `cuts`. */
const loadThroughApi = async (
  content: ZoomContent,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
  cuts: string[],
): Promise<readonly Loaded[]> => {
  const fresh = await apiOf(request, http, deps).recordings(content.uuid)
  const { result: files, cuts: left } = noticing(() => transcriptFiles(fresh.recording_files))
  for (const cut of [...fresh.cuts, ...left]) cuts.push(cut)
  if (files.length === 0) throw new NotYetError('Zoom does not list a transcript file yet')
  if (files.some(({ status }) => status !== null && status !== 'completed')) throw new NotYetError('Zoom is still preparing the transcript')
  const sources = files.map(({ id, download_url, recording_start: start, recording_end: end }, index) => ({
    id: sourceId({ id, start }, index),
    url: download_url,
    start,
    end,
  }))
  return orThrow(await loadAll(sources, fresh.download_access_token ?? fresh.accessToken, request, http, deps))
}

/** The files, where at least one was had and none may still be. */
const orThrow = (loaded: readonly Loaded[]): readonly Loaded[] => {
  const faults = loaded.flatMap(({ download }) =>
    download instanceof PermanentError ? [download] : download.kind === 'refused' ? [refused(download.status)] : [],
  )
  const passing = faults.find((fault) => fault instanceof TransientError)
  const [fault] = passing === undefined ? faults : [passing]
  if (fault !== undefined && (passing !== undefined || faults.length === loaded.length)) throw fault
  return loaded
}

/** Asks for one file after another. Without a token none is asked for; what stays away is among the answers, what passes is thrown. */
const loadAll = async (
  sources: readonly Source[],
  token: string | null,
  request: FetchRequest,
  http: Http,
  deps: FetchDeps,
): Promise<readonly Loaded[]> => {
  const loaded: Loaded[] = []
  for (const source of token === null ? [] : sources) {
    const download =
      source.url === null
        ? ({ kind: 'refused', status: 200 } as const)
        : await orPermanent(downloadTranscript(source.url, token ?? '', deps, http, request.signal))
    loaded.push({ source, download })
  }
  return loaded
}

const orPermanent = async (download: Promise<Download>): Promise<Download | PermanentError> => {
  try {
    return await download
  } catch (error) {
    if (error instanceof PermanentError) return error
    throw error
  }
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
  const source = { id: 'the transcript', url: download_url, start: content.startTime, end: null }
  const loaded = orThrow(await loadAll([source], accessToken, request, http, deps))
  return transcriptOf(
    content,
    loaded.map(({ download }) => ({ vtt: 'vtt' in download ? download.vtt : '', start: content.startTime, end: null })),
  )
}
