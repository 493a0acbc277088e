import { setByUse } from '../by-use.ts'

/** How long one record may take in a stage that asks others. */
export interface TimeLimits {
  /** Milliseconds after which a record goes on apart from the others, where somebody else's wait behind it. */
  readonly apartAfterMs: number
  /** Milliseconds after which its attempt has failed, whoever waits. */
  readonly mostMs: number
}

/** One record in hand. */
export interface Timed {
  /** Aborted when the record took too long. */
  readonly signal: AbortSignal
  /** Rejects when the record took too long. */
  readonly overrun: Promise<never>
  /** Which limit it ran into. */
  exceeded(): 'apart' | 'most' | undefined
  /** It is done; `integration`: whose it was, where that is known. */
  end(integration: string | undefined): void
}

export interface TimeKeeper {
  /** `deferrals`: each doubles the time until it goes apart, so that it is done one day. `othersWait`: whether somebody else's records wait behind it. */
  begin(deferrals: number, othersWait: () => boolean): Timed
  /** Several records of this integration went apart lately: the next need not be tried among the others. */
  isSlow(integration: string): boolean
}

const lookMs = 100
/** What takes a few times as long as others is slow; where all are, nobody is. */
const timesTypical = 4
const apartUntilSlow = 3
const slowForMs = 60_000
const mostIntegrations = 500

/** Keeps the time of a stage's records: slow is who takes much longer than the others do. `now`: epoch milliseconds. */
export const createTimeKeeper = ({ apartAfterMs, mostMs }: TimeLimits, now: () => number): TimeKeeper => {
  /** Milliseconds that the last record of each integration took. */
  const lately = new Map<string, number>()
  const apart = new Map<string, { readonly count: number; readonly at: number }>()

  const typical = (): number => {
    const sorted = [...lately.values()].toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  return {
    begin(deferrals, othersWait) {
      const since = now()
      const own = new AbortController()
      const overrun = Promise.withResolvers<never>()
      overrun.promise.catch(() => undefined)
      const apartAfter = Math.min(mostMs, Math.max(apartAfterMs, timesTypical * typical()) * 2 ** Math.min(deferrals, 20))
      let exceeded: 'apart' | 'most' | undefined
      const timer = setInterval(
        () => {
          const took = now() - since
          if (took >= mostMs) exceeded = 'most'
          else if (took >= apartAfter && othersWait()) exceeded = 'apart'
          if (exceeded === undefined) return
          clearInterval(timer)
          own.abort()
          overrun.reject(new Error('the record took too long'))
        },
        Math.min(lookMs, apartAfterMs),
      )
      return {
        signal: own.signal,
        overrun: overrun.promise,
        exceeded: () => exceeded,
        end(integration) {
          clearInterval(timer)
          if (integration === undefined) return
          setByUse(lately, integration, now() - since, mostIntegrations)
          if (exceeded === 'apart')
            setByUse(apart, integration, { count: (apart.get(integration)?.count ?? 0) + 1, at: now() }, mostIntegrations)
          else if (exceeded === undefined && now() - since < apartAfter) apart.delete(integration)
        },
      }
    },
    isSlow(integration) {
      const known = apart.get(integration)
      return known !== undefined && known.count >= apartUntilSlow && now() - known.at < slowForMs
    },
  }
}
