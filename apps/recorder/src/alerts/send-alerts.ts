import { Counter, type Registry } from 'prom-client'
import { messageOf } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import type { Logger } from '@hansard/shared/runtime/logger'
import { messageIdOf, messageOfAlert } from './alert-message.ts'
import type { DueAlert, Outbox } from './outbox.ts'
import { signedHeaders } from './standard-webhook.ts'

export interface AlertReceiver {
  readonly url: string
  /** Undefined: what is sent is not signed. */
  readonly key: Buffer | undefined
}

export interface AlertOptions {
  readonly outbox: Outbox
  readonly http: Http
  readonly receiver: AlertReceiver
  /** After an alert of a cause was told, the next one of it waits for so long (milliseconds). */
  readonly windowMs: number
  readonly register: Registry
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly signal: AbortSignal
  /** Epoch milliseconds. */
  now(): number
}

/** Longer than a try may take. */
export const leaseMs = 60_000
const timeoutMs = 10_000

/** Milliseconds before the tries after the first. After the last of them it is tried again when a window has passed. */
const pauses = [10_000, 60_000, 300_000, 900_000]

/** Alerts of one round: a flood of causes is told bit by bit. */
const atOnce = 20

/** Sends what is due; never rejects. One that cannot be sent now is tried again later, and no other waits for it. */
export const createAlertSender = (options: AlertOptions): (() => Promise<void>) => {
  const { outbox, windowMs, log, now } = options
  const registers = [options.register]
  const sent = new Counter({ name: 'hansard_alerts_sent_total', help: 'Alerts the receiver took', registers })
  const failures = new Counter({ name: 'hansard_alert_failures_total', help: 'Tries to send an alert that failed', registers })

  const send = async (alert: DueAlert) => {
    const { fingerprint, tries } = alert
    const failure = await post(alert, options)
    if (failure === undefined) {
      sent.inc()
      log.info({ fingerprint, count: alert.count - alert.told }, 'alert sent')
      return outbox.told(alert, now() + windowMs)
    }
    if (options.signal.aborted) return outbox.failed(alert, tries - 1, now())
    failures.inc()
    const pause = pauses[tries - 1]
    if (pause === undefined) log.error({ fingerprint, tries, failure }, 'an alert could not be sent; it waits for the next window')
    else log.warn({ fingerprint, tries, failure }, 'an alert could not be sent')
    return outbox.failed(alert, pause === undefined ? 0 : tries, now() + (pause ?? windowMs))
  }

  return async () => {
    try {
      for (let count = 0; count < atOnce && !options.signal.aborted; count++) {
        const alert = await outbox.take(now())
        if (alert === undefined) break
        await send(alert)
      }
      await outbox.prune(now())
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'alerts could not be looked up')
    }
  }
}

/** Undefined when the receiver took it, else why not. Its answer is not repeated: it may repeat what it was sent. */
const post = async (alert: DueAlert, { http, receiver, signal, now }: AlertOptions): Promise<string | undefined> => {
  const body = messageOfAlert(alert)
  const id = messageIdOf(alert)
  const signature = receiver.key === undefined ? { 'webhook-id': id } : signedHeaders(receiver.key, id, now(), body)
  try {
    const { status } = await http({
      method: 'POST',
      url: receiver.url,
      headers: { 'content-type': 'application/json', 'user-agent': 'hansard', ...signature },
      body,
      maxBytes: 65_536,
      timeoutMs,
      signal,
    })
    return status >= 200 && status < 300 ? undefined : `it answered ${status}`
  } catch (error) {
    return messageOf(error)
  }
}
