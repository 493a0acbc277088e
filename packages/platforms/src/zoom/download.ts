import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import { type Http, type HttpAnswer, MediaTypeError } from '@hansard/shared/http/http'
import { failureOf, isSuccess } from '../answers.ts'
import { isNotReady } from './api.ts'
import { downloadAddress } from './download-address.ts'

/** A 12-hour meeting's transcript has about 2 MiB. */
const maxBytes = 33_554_432

/** What a file of text may come as; storage services do not know better. An error page is neither of them. */
const mediaTypes = ['text/vtt', 'text/plain', 'application/octet-stream', 'binary/octet-stream', 'application/vtt']

export interface DownloadDeps {
  readonly transcriptHosts: readonly string[]
  readonly now: () => number
}

/** What Zoom gave for a transcript file. */
export type Download =
  | { readonly kind: 'file'; readonly vtt: string }
  /** A file without a byte. */
  | { readonly kind: 'empty' }
  /** 401, which also passes; 403, or 200 with an error page instead of the file. */
  | { readonly kind: 'refused'; readonly status: number }

/**
 * A transcript file's text. The token travels in the header only (Zoom stopped taking it from the query) and, by the port's promise, to no
 * other host. Throws NotYetError, TransientError, or a PermanentError for an answer that stays.
 */
export const downloadTranscript = async (
  url: string,
  token: string,
  deps: DownloadDeps,
  http: Http,
  signal: AbortSignal,
): Promise<Download> => {
  const answer = await orPage(
    http({
      url: downloadAddress(url, deps.transcriptHosts),
      headers: { authorization: `Bearer ${token}` },
      mediaTypes,
      maxBytes,
      timeoutMs: 30_000,
      allowedHosts: deps.transcriptHosts,
      signal,
    }),
  )
  if (answer === undefined) return { kind: 'refused', status: 200 }
  if (answer.status === 401 || answer.status === 403) return { kind: 'refused', status: answer.status }
  if (isNotReady(answer)) throw new NotYetError('Zoom does not have the transcript file yet')
  if (!isSuccess(answer)) throw failureOf(answer, 'the transcript download from Zoom', deps.now())
  const vtt = new TextDecoder().decode(answer.body)
  if (vtt.trim() === '') return { kind: 'empty' }
  // An error page has no times; a transcript without its first line has.
  return vtt.startsWith('WEBVTT') || vtt.includes('-->') ? { kind: 'file', vtt } : { kind: 'refused', status: 200 }
}

/** Undefined for an answer that is no file. */
const orPage = async (answer: Promise<HttpAnswer>): Promise<HttpAnswer | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof MediaTypeError) return undefined
    throw error
  }
}

/**
 * Zoom refused a token that its API had just given. A 401 of the download passes for some (https://github.com/Jericho/ZoomNet/issues/348),
 * so it is tried again; what is refused otherwise stays refused.
 */
export const refused = (status: number): PermanentError | TransientError =>
  status === 401
    ? new TransientError(
        'Zoom refused the transcript download with 401, also with a token fresh from its API: check its scopes if that stays',
      )
    : new PermanentError('Zoom refused the transcript download, also with a token fresh from its API')
