import { within } from '@hansard/shared/within'
import type { Limiter } from './limit.ts'
import type { LocalLimiter } from './local-limiter.ts'

/**
 * The limits that all replicas share; while those cannot be asked within `timeoutMs`, this process limits on its own. It knows what it
 * admitted until then, so that an outage is no fresh budget. `onAlone` is told of every request that was judged so. Never rejects.
 */
export const createSharedLimiter = (options: {
  readonly shared: Limiter
  readonly local: LocalLimiter
  readonly timeoutMs: number
  onAlone(): void
}): Limiter => ({
  async admit(key, limit, id) {
    const asked = options.shared.admit(key, limit, id).catch(() => undefined)
    const verdict = await within(options.timeoutMs, asked, () => undefined)
    if (verdict === undefined) {
      options.onAlone()
      return options.local.admit(key, limit)
    }
    if (verdict.kind === 'within') options.local.note(key, limit)
    return verdict
  },
})
