import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '@hansard/simulator/meeting/random'
import type { Simulator } from '@hansard/simulator/simulator'

type Fault = Parameters<Simulator['addFault']>[0]

/** What platforms do on an ordinary day, each for a single request. */
const everyday: readonly Fault[] = [
  { endpoint: 'zoom.download', kind: 'unavailable', times: 1 },
  { endpoint: 'zoom.download', kind: 'reset', times: 1 },
  { endpoint: 'zoom.download', kind: 'rate-limited', retryAfterSeconds: 1, times: 1 },
  { endpoint: 'zoom.download', kind: 'html', times: 1 },
  { endpoint: 'zoom.download', kind: 'expired-download-token', times: 1 },
  { endpoint: 'zoom.download', kind: 'slow', ms: 700, times: 1 },
  { endpoint: 'fireflies.graphql', kind: 'unavailable', retryAfterSeconds: 2, times: 1 },
  { endpoint: 'fireflies.graphql', kind: 'reset', times: 1 },
  { endpoint: 'fireflies.graphql', kind: 'live', times: 1 },
  { endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'too_many_requests', retryAfterSeconds: 1, times: 1 },
  { endpoint: 'fireflies.graphql', kind: 'slow', ms: 500, times: 1 },
]

/** What the platforms did and saw while they misbehaved. */
export interface Noise {
  readonly faults: number
  /** What a client did that none must do. */
  readonly offences: readonly string[]
}

/** Refuses a download: one more of these in a row, and a client has to give up. */
const refusals: ReadonlySet<string> = new Set(['html', 'expired-download-token'])

/** Lets the platforms misbehave a little until the signal, one request at a time. `onFault`: it is set up. */
export const makeNoise = async (
  simulator: Pick<Simulator, 'addFault' | 'requests' | 'offences' | 'clearRequests'>,
  seed: string,
  { everyMs, signal, onFault }: { readonly everyMs: number; readonly signal: AbortSignal; onFault(fault: Fault): void },
): Promise<Noise> => {
  const random = createRandom(`noise ${seed}`)
  const offences: string[] = []
  let faults = 0
  let pending = false
  let last: Fault | undefined
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
    if (simulator.requests().some(({ fault }) => fault !== undefined)) pending = false
    offences.push(...simulator.offences().map(({ detail }) => detail))
    simulator.clearRequests()
    if (pending) continue
    const refused = refusals.has(last?.kind ?? '')
    last = random.pick(everyday.filter(({ endpoint, kind }) => !(refused && endpoint === 'zoom.download' && kind !== 'slow')))
    simulator.addFault(last)
    onFault(last)
    pending = true
    faults++
  }
  return { faults, offences }
}
