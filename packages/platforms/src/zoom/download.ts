import { NotYetError, PermanentError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import { failureOf, isSuccess } from '../answers.ts'
import { isNotReady } from './api.ts'
import { downloadAddress } from './download-address.ts'

/** A 12-hour meeting's transcript has about 2 MiB. */
const maxBytes = 33_554_432

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
  const answer = await http({
    url: downloadAddress(url, deps.transcriptHosts),
    headers: { authorization: `Bearer ${token}` },
    maxBytes,
    timeoutMs: 30_000,
    allowedHosts: deps.transcriptHosts,
    signal,
  })
  if (answer.status === 401 || answer.status === 403) return undefined
  if (isNotReady(answer)) throw new NotYetError('Zoom does not have the transcript file yet')
  if (!isSuccess(answer)) throw failureOf(answer, 'the transcript download from Zoom', deps.now())
  if (answer.headers['content-type']?.toLowerCase().includes('text/html')) return undefined
  const text = new TextDecoder().decode(answer.body)
  return text.startsWith('WEBVTT') ? text : undefined
}

export const refused = (): PermanentError =>
  new PermanentError('Zoom refused the transcript download, also with a token fresh from its API')
