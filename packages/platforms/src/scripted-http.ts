import type { Http, HttpAnswer, HttpRequest } from '@hansard/shared/http/http'
import { checkMediaType } from '@hansard/shared/http/media-type'

/** An answer in short: text bodies, a status of 200 and no headers unless given. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | object
}

/** For tests: the port Http, answered by a function instead of a server. Keeps what it was asked. */
export const scriptedHttp = (
  answer: (request: HttpRequest, index: number) => ScriptedAnswer | Error,
): Http & { readonly requests: readonly HttpRequest[] } => {
  const requests: HttpRequest[] = []
  const http: Http = async (request) => {
    const scripted = answer(request, requests.length)
    requests.push(request)
    if (scripted instanceof Error) throw scripted
    const answered = httpAnswer(scripted)
    checkMediaType(request, answered)
    return answered
  }
  return Object.assign(http, { requests })
}

const httpAnswer = ({ status = 200, headers = {}, body = '' }: ScriptedAnswer): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
