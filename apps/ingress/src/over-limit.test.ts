import { describe, expect, it } from 'vitest'
import type { Intake } from '@hansard/shared/directory/intake'
import { createLocalLimiter } from './limits/local-limiter.ts'
import type { Limiter } from './limits/limit.ts'
import { ended, stored, testDirectory, testIngresses, urlKey } from './test-ingress.ts'

const start = testIngresses()

/** A limiter whose clock stands still at half a second, and the keys it was asked for. */
const stillLimiter = () => {
  const local = createLocalLimiter({ now: () => 500, maxKeys: 100 })
  const keys: string[] = []
  const limiter: Limiter = {
    async admit(key, limit) {
      keys.push(key)
      return local.admit(key, limit)
    },
  }
  return { limiter, keys }
}
const directoryWith = (intake: Intake) => {
  const directory = testDirectory()
  const integrations = directory.integrations.map((integration) => ({ ...integration, intake }))
  return { current: () => ({ ...directory, integrations }), lookAgain: async () => false }
}
const two: Intake = { perMinute: 2, perHour: 10, overLimit: 'refuse', allowedSources: [] }

describe('more deliveries than the limit of a workspace and endpoint', () => {
  it('are refused with the second at which one more is taken, and not stored', async () => {
    const { limiter } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith(two) })
    expect([(await ingress.post(ended)).status, (await ingress.post(ended)).status]).toEqual([200, 200])
    const refused = await ingress.post(ended)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await refused.json()).toEqual({
      title: 'Too Many Requests',
      status: 429,
      detail:
        'This delivery is over the limit of 2 deliveries a minute and 10 an hour for one workspace and address. Send it again in 60 s.',
    })
    expect(stored(ingress)).toHaveLength(2)
    expect(await ingress.metrics.metrics()).toContain(
      'webhook_requests_total{platform="testing",event_type="meeting.ended",status="rate_limited"} 1',
    )
  })

  it('are counted for each endpoint apart: another route, or the integration’s own URL', async () => {
    const { limiter, keys } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith(two) })
    for (let request = 0; request < 3; request += 1) await ingress.post(ended)
    expect((await ingress.post(ended, {}, `/webhooks/testing/i/${urlKey}`)).status).toBe(200)
    expect(new Set(keys)).toEqual(new Set(['workspace-a:testing/meeting-ended', 'workspace-a:testing/i/integration-testing']))
  })

  it('are none of a forger’s doing: what is not authentic is not even asked about', async () => {
    const { limiter, keys } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith(two) })
    for (let request = 0; request < 5; request += 1) await ingress.post(ended, { 'x-test-signature': 'wrong' })
    await ingress.post('not json')
    await fetch(`${ingress.address}/webhooks/testing/meeting-ended`, { method: 'POST', body: ended })
    expect(keys).toEqual([])
    expect((await ingress.post(ended)).status).toBe(200)
  })

  it('are accepted where the integration says so, and stored with their turn and the reason', async () => {
    const { limiter } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith({ ...two, overLimit: 'defer' }) })
    const answers = await Promise.all(Array.from({ length: 4 }, async () => (await ingress.post(ended)).json()))
    expect(answers.map((answer) => (answer as { status: string }).status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    const waits = stored(ingress).map(({ headers }) => Number(headers['not-before'] ?? Number.NaN) - Number(headers['received-at']))
    expect(waits.filter((wait) => !Number.isNaN(wait)).toSorted((a, b) => a - b)).toEqual([30_000, 60_000])
    expect(stored(ingress).map(({ headers }) => headers['deferred-for'])).toContain(
      'over the limit of 2 deliveries a minute and 10 an hour for one workspace and address',
    )
    expect(await ingress.metrics.metrics()).toContain('event_type="meeting.ended",status="deferred"} 2')
  })

  it('are refused when the slower lane is too far behind', async () => {
    const { limiter } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith({ ...two, perMinute: 1, perHour: 1, overLimit: 'defer' }) })
    const codes = []
    for (let request = 0; request < 3; request += 1) codes.push((await ingress.post(ended)).status)
    expect(codes).toEqual([200, 200, 429])
  })

  it('are taken without counting where the integration has no limit', async () => {
    const { limiter, keys } = stillLimiter()
    const ingress = await start({ limiter, directory: directoryWith({ ...two, overLimit: 'admit' }) })
    for (let request = 0; request < 5; request += 1) expect((await ingress.post(ended)).status).toBe(200)
    expect(keys).toEqual([])
  })
})
