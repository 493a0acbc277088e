import { describe, expect, it } from 'vitest'
import { UnavailableError } from '@hansard/shared/errors'
import type { Limit, Limiter, Verdict } from './limit.ts'
import { createLocalLimiter } from './local-limiter.ts'
import { createSharedLimiter } from './shared-limiter.ts'

const limit: Limit = {
  windows: [
    { ms: 60_000, most: 2 },
    { ms: 3_600_000, most: 10 },
  ],
  over: { kind: 'refuse' },
}
const over: Verdict = { kind: 'over', retryAfterMs: 60_000 }
const start = (shared: Limiter['admit']) => {
  const alone = { times: 0 }
  const local = createLocalLimiter({ now: () => 0, maxKeys: 10 })
  const limiter = createSharedLimiter({ shared: { admit: shared }, local, timeoutMs: 50, onAlone: () => (alone.times += 1) })
  return { alone, admit: () => limiter.admit('key', limit, 'id') }
}

describe('the limits that all replicas share', () => {
  it('are asked, and decide', async () => {
    const { admit, alone } = start(async () => over)
    expect(await admit()).toEqual(over)
    expect(alone.times).toBe(0)
  })

  it.each([
    ['is away', () => Promise.reject(new UnavailableError('redis', 'gone'))],
    ['hangs', () => Promise.withResolvers<Verdict>().promise],
  ])('are judged by the process on its own when Redis %s, within 50 ms, and that is counted', async (_what, shared) => {
    const { admit, alone } = start(shared)
    const since = performance.now()
    expect(await Promise.all([admit(), admit(), admit()])).toEqual([{ kind: 'within' }, { kind: 'within' }, over])
    expect(performance.now() - since).toBeLessThan(150)
    expect(alone.times).toBe(3)
  })

  it('are no fresh budget when Redis goes away', async () => {
    let away = false
    const { admit } = start(async () => (away ? Promise.reject(new UnavailableError('redis', 'gone')) : { kind: 'within' }))
    await Promise.all([admit(), admit()])
    away = true
    expect(await admit()).toEqual(over)
  })
})
