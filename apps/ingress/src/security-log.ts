import type { SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { messageOf } from '@hansard/shared/errors'
import type { Logger } from '@hansard/shared/runtime/logger'

export type SecurityEventType =
  | 'webhook.signature_verification_failed'
  | 'webhook.timestamp_outside_window'
  | 'webhook.unknown_integration'
  /** Authentic, from outside the integration's list of sources. */
  | 'webhook.source_not_allowed'
  /** The same signature came before, from another address. */
  | 'webhook.signature_replayed'
  /** So much of the address was not authentic that nothing of it is looked at for a while. */
  | 'webhook.address_blocked'

/** One refused delivery. `eventId` is the id our own log knows it by. */
export type Suspicion = Omit<SecurityEvent, 'type' | 'count'> & { readonly type: SecurityEventType }

export interface SecurityLog {
  /** Never waits, never throws. */
  report(suspicion: Suspicion): void
  /** Publishes what has gathered; never rejects. */
  flush(): Promise<void>
  /** Stops the interval and publishes the rest. */
  close(): Promise<void>
}

/** Avro's largest int. */
const maxCount = 2_147_483_647

/** Stands for the addresses beyond `maxEntries`. */
export const otherAddresses = 'others'

/**
 * Gathers refused deliveries and publishes, once an interval, one event for each (type, platform, remote address): the first of them
 * and how many there were. What cannot be published is kept, within `maxEntries`.
 */
export const createSecurityLog = (options: {
  publish(events: readonly SecurityEvent[]): Promise<void>
  readonly intervalMs: number
  readonly maxEntries: number
  readonly log: Pick<Logger, 'warn'>
}): SecurityLog => {
  let gathered = new Map<string, SecurityEvent>()
  let underWay: Promise<void> | undefined

  const add = (event: SecurityEvent): void => {
    const key = JSON.stringify([event.type, event.platform, event.remoteAddress])
    const alike = gathered.get(key)
    if (alike !== undefined) {
      gathered.set(key, { ...alike, count: Math.min(alike.count + event.count, maxCount), at: Math.min(alike.at, event.at) })
      return
    }
    // Too many addresses at once are counted together: one entry per type and platform, of which there are few.
    if (gathered.size < options.maxEntries || event.remoteAddress === otherAddresses) gathered.set(key, event)
    else add({ ...event, remoteAddress: otherAddresses, integrationId: null, headers: {} })
  }

  const publish = async (): Promise<void> => {
    if (gathered.size === 0) return
    const events = [...gathered.values()]
    gathered = new Map()
    try {
      await options.publish(events)
    } catch (error) {
      options.log.warn({ events: events.length, error: messageOf(error) }, 'security events wait: they cannot be published')
      for (const event of events) add(event)
    }
  }
  const flush = (): Promise<void> => {
    underWay ??= publish().finally(() => (underWay = undefined))
    return underWay
  }
  const interval = setInterval(() => void flush(), options.intervalMs)
  interval.unref()

  return {
    report: (suspicion) => add({ ...suspicion, count: 1 }),
    flush,
    async close() {
      clearInterval(interval)
      await flush()
      await flush()
    },
  }
}
