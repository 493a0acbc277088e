import { describe, expect, it } from 'vitest'
import type { SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { UnavailableError } from '@hansard/shared/errors'
import { createLogger } from '@hansard/shared/runtime/logger'
import { createSecurityLog, otherAddresses, type Suspicion } from './security-log.ts'

const suspicion = (remoteAddress: string, at = 1_000, type: Suspicion['type'] = 'webhook.signature_verification_failed'): Suspicion => ({
  eventId: `event-${remoteAddress}-${at}`,
  type,
  platform: 'zoom',
  integrationId: null,
  remoteAddress,
  detail: 'x-zm-signature does not match',
  headers: { host: 'hooks.test' },
  at,
})

const logWith = (publish: (events: readonly SecurityEvent[]) => Promise<void>, maxEntries = 3) =>
  createSecurityLog({ publish, intervalMs: 3_600_000, maxEntries, log: createLogger('test', 'silent') })

const collecting = (maxEntries?: number) => {
  const published: SecurityEvent[] = []
  const securityLog = logWith(async (events) => void published.push(...events), maxEntries)
  return { securityLog, published }
}

describe('the security log', () => {
  it('publishes one event for a flood of one kind from one address: the first, and how many there were', async () => {
    const { securityLog, published } = collecting()
    for (let at = 1; at <= 10_000; at += 1) securityLog.report(suspicion('192.0.2.1', at))
    securityLog.report(suspicion('192.0.2.1', 7, 'webhook.timestamp_outside_window'))
    await securityLog.close()
    expect(published).toEqual([
      { ...suspicion('192.0.2.1', 1), count: 10_000 },
      { ...suspicion('192.0.2.1', 7, 'webhook.timestamp_outside_window'), count: 1 },
    ])
  })

  it('begins anew after each flush and publishes nothing when nothing happened', async () => {
    const calls: number[] = []
    const securityLog = logWith(async (events) => void calls.push(events.length))
    securityLog.report(suspicion('192.0.2.1'))
    await securityLog.flush()
    await securityLog.flush()
    securityLog.report(suspicion('192.0.2.1'))
    await securityLog.close()
    expect(calls).toEqual([1, 1])
  })

  it('counts addresses beyond its bound together, so that its memory does not grow', async () => {
    const { securityLog, published } = collecting(3)
    for (let address = 0; address < 10_000; address += 1) securityLog.report(suspicion(`198.51.100.${address}`))
    await securityLog.close()
    expect(published.map(({ remoteAddress, count }) => [remoteAddress, count])).toEqual([
      ['198.51.100.0', 1],
      ['198.51.100.1', 1],
      ['198.51.100.2', 1],
      [otherAddresses, 9_997],
    ])
    expect(published[3]?.headers).toEqual({})
  })

  it('keeps what could not be published, joined with what came meanwhile, without anybody noticing', async () => {
    let away = true
    const published: SecurityEvent[] = []
    const securityLog = logWith(async (events) => {
      if (away) throw new UnavailableError('kafka', 'gone')
      published.push(...events)
    })
    securityLog.report(suspicion('192.0.2.1', 1))
    const flushed = securityLog.flush()
    securityLog.report(suspicion('192.0.2.1', 2))
    await expect(flushed).resolves.toBeUndefined()
    away = false
    await securityLog.close()
    expect(published).toMatchObject([{ remoteAddress: '192.0.2.1', count: 2, at: 1 }])
  })

  it('does not make a report wait for a publication that hangs', async () => {
    const hanging = Promise.withResolvers<void>()
    const securityLog = logWith(() => hanging.promise)
    securityLog.report(suspicion('192.0.2.1'))
    const flushing = securityLog.flush()
    expect(securityLog.report(suspicion('192.0.2.2'))).toBeUndefined()
    hanging.resolve()
    await flushing
    await securityLog.close()
  })
})
