import { request } from 'undici'
import type { PlatformName } from '../meeting/meeting.ts'
import { signFireflies, signOtter, signZoom } from './sign.ts'

export interface Sending {
  /** The whole address. */
  readonly url: string
  readonly platform: PlatformName
  /** Text is sent as UTF-8. */
  readonly body: string | Uint8Array
  /** undefined: sent without a signature. */
  readonly secret?: string | undefined
  /** Win over the platform's own and over the signature. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Epoch milliseconds of signing, which Zoom's signature holds; else now. */
  readonly at?: number | undefined
  /** Milliseconds until it gives up; else 10 s. */
  readonly timeoutMs?: number | undefined
}

export interface SendResult {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** From sending to the last byte of the answer. */
  readonly ms: number
}

/** The signature headers of a platform in its usual form. `at`: epoch milliseconds. */
export const signatureFor = (platform: PlatformName, secret: string, body: string | Uint8Array, at: number): Record<string, string> => {
  switch (platform) {
    case 'zoom':
      return signZoom(secret, body, Math.floor(at / 1000))
    case 'fireflies':
      return signFireflies(secret, body)
    case 'otter':
      return signOtter(secret, body)
  }
}

const AGENTS: Readonly<Record<PlatformName, string>> = {
  zoom: 'Zoom Marketplace/1.0a',
  fireflies: 'Fireflies-Webhook/2.0',
  otter: 'Otter-Webhook/1.0',
}

/** All headers that the delivery goes out with. */
export const headersFor = ({ platform, body, secret, headers, at }: Sending): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'user-agent': AGENTS[platform],
  ...(secret === undefined ? {} : signatureFor(platform, secret, body, at ?? Date.now())),
  ...headers,
})

/** Signs and POSTs one delivery, as the platform does. Every status is a result; rejects when there was no answer. */
export const sendWebhook = async (sending: Sending): Promise<SendResult> => {
  const timeout = sending.timeoutMs ?? 10_000
  const started = performance.now()
  const answer = await request(sending.url, {
    method: 'POST',
    headers: headersFor(sending),
    body: sending.body,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  })
  const body = await answer.body.text()
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    ms: performance.now() - started,
  }
}
