import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { waitUntil } from '@hansard/stack/wait-until'
import type { Pipeline } from '../pipeline.ts'
import type { Tenant } from '../tenant.ts'

/** What became of the deliveries of a stretch of time. */
export interface Experience {
  readonly sent: number
  /** Milliseconds from POST to the meeting on its topic: the 95th of a hundred; undefined where nothing came. */
  readonly p95: number | undefined
  /** Not answered with 200. */
  readonly refused: number
  /** Webhook event ids of those without a meeting within the time. */
  readonly lost: readonly string[]
  readonly deferred: number
  readonly deadLettered: number
}

interface Delivery {
  readonly id: string
  readonly sentAt: number
}

/** The tenant that does nothing wrong. */
export interface Victim {
  /** Sends a meeting every `everyMs` for `forMs`, waits for what became of them, and tells. */
  live(forMs: number, everyMs: number): Promise<Experience>
  stop(): void
}

const firstMeeting = Date.parse('2019-01-01T15:00:00Z')
const dayMs = 86_400_000
const lookMs = 20
const waitMs = 60_000
/** Behind a proxy of its own: the attacker's address is another. */
const address = { 'x-forwarded-for': '198.51.100.7' }

export const createVictim = (hansard: Pipeline, tenant: Tenant): Victim => {
  /** When each delivery's meeting was seen: it may be before the answer to the POST is. */
  const mergedAt = new Map<string, number>()
  let number = 0
  let seen = 0
  const look = setInterval(() => {
    for (; seen < hansard.merged.values.length; seen++) {
      const id = hansard.merged.values[seen]?.change.webhookEventId ?? ''
      if (!mergedAt.has(id)) mergedAt.set(id, Date.now())
    }
  }, lookMs)

  const post = async (): Promise<Delivery | undefined> => {
    const meeting = inventMeeting(`victim ${number}`, { minutes: 2, complete: true, startedAt: firstMeeting + number++ * dayMs })
    const sentAt = Date.now()
    const answer = await hansard.post(tenant, otterWorkspace(meeting, { at: sentAt }), address).catch(() => undefined)
    if (answer?.status !== 200) return undefined
    return { id: (JSON.parse(answer.body) as { readonly webhook_event_id: string }).webhook_event_id, sentAt }
  }
  return {
    async live(forMs, everyMs) {
      const posting: Promise<Delivery | undefined>[] = []
      const until = Date.now() + forMs
      for (let next = Date.now(); next < until; next += everyMs) {
        await waitUntil(() => Date.now() >= next, everyMs)
        posting.push(post())
      }
      const deliveries = (await Promise.all(posting)).filter((each) => each !== undefined)
      await waitUntil(() => deliveries.every(({ id }) => mergedAt.has(id)), waitMs)
      const times = deliveries
        .flatMap(({ id, sentAt }) => (mergedAt.get(id) ?? Infinity) - sentAt)
        .filter(Number.isFinite)
        .toSorted((a, b) => a - b)
      const own = new Set<string | null>(deliveries.map(({ id }) => id))
      const entries = hansard.journal.values.filter(({ webhookEventId }) => own.has(webhookEventId))
      return {
        sent: posting.length,
        p95: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))],
        refused: posting.length - deliveries.length,
        lost: deliveries.filter(({ id }) => !mergedAt.has(id)).map(({ id }) => id),
        deferred: new Set(entries.filter(({ status }) => status === 'retrying').map(({ webhookEventId }) => webhookEventId)).size,
        deadLettered: entries.filter(({ status }) => status === 'failed' || status === 'rejected').length,
      }
    },
    stop: () => clearInterval(look),
  }
}
