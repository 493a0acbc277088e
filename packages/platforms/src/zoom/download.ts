import { NotYetError, PermanentError } from '@hansard/shared/errors'
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

/**
 * A transcript file's text, or undefined where Zoom refuses the token: by 401 or 403, or by 200 with an error page instead of the file.
 * The token travels in the header only (Zoom stopped taking it from the query) and, by the port's promise, to no other host.
 */
export const downloadTranscript = async (
  url: string,
  token: string,
  deps: DownloadDeps,
  http: Http,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const answer = await orRefused(
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
  if (answer === undefined || answer.status === 401 || answer.status === 403) return undefined
  if (isNotReady(answer)) throw new NotYetError('Zoom does not have the transcript file yet')
  if (!isSuccess(answer)) throw failureOf(answer, 'the transcript download from Zoom', deps.now())
  const text = new TextDecoder().decode(answer.body)
  return text.startsWith('WEBVTT') ? text : undefined
}

/** Undefined for an answer that is no file. */
const orRefused = async (answer: Promise<HttpAnswer>): Promise<HttpAnswer | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof MediaTypeError) return undefined
    throw error
  }
}

export const refused = (): PermanentError =>
  new PermanentError('Zoom refused the transcript download, also with a token fresh from its API')
