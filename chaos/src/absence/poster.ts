import type { Pipeline } from '@hansard/e2e/pipeline'
import type { Tenant } from '@hansard/e2e/tenant'
import { firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import { waitUntil } from '@hansard/stack/wait-until'

/** Deliveries of meetings that are each heard by one platform, and what came of them. */
export interface Poster {
  readonly accepted: readonly string[]
  refused(): number
  post(): Promise<void>
  /** Of a meeting that goes on at the first question; resolves when its delivery was put off. */
  postLive(): Promise<void>
  /** Resolves true when every accepted delivery was processed and its meeting published. */
  processed(withinMs: number): Promise<boolean>
  /** Deliveries without exactly one transcript and one revision of one meeting. */
  notOnce(): readonly string[]
  /** Journal entries of attempts beyond the first, and of failures. */
  spent(): number
}

const firstMeeting = Date.parse('2020-01-01T15:00:00Z')
const dayMs = 86_400_000

export const createPoster = (hansard: Pipeline, tenant: Tenant): Poster => {
  const accepted: string[] = []
  let posted = 0
  let refused = 0
  const copies = (ids: readonly (string | null)[]) => {
    const counts = new Map<string, number>()
    for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  }
  const notOnce = () => {
    const transcripts = copies(hansard.fetched.values.map(({ webhookEventId }) => webhookEventId))
    const meetings = copies(hansard.merged.values.map(({ change }) => change.webhookEventId))
    return accepted.filter((id) => transcripts.get(id) !== 1 || meetings.get(id) !== 1)
  }
  const post = async (platform: 'otter' | 'fireflies') => {
    const number = posted++
    const meeting = inventMeeting(`absence ${number}`, { minutes: 2, complete: true, startedAt: firstMeeting + number * dayMs })
    hansard.simulator.addMeeting(meeting)
    const at = Date.now()
    const answer = await hansard.post(tenant, platform === 'otter' ? otterWorkspace(meeting, { at }) : firefliesV2(meeting, { at }))
    if (answer.status === 200) accepted.push((JSON.parse(answer.body) as { readonly webhook_event_id: string }).webhook_event_id)
    else refused++
  }
  return {
    accepted,
    refused: () => refused,
    post: () => post(posted % 2 === 0 ? 'otter' : 'fireflies'),
    async postLive() {
      hansard.simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'live', times: 1 })
      await post('fireflies')
      const id = accepted.at(-1)
      const putOff = () => hansard.journal.values.some(({ webhookEventId, status }) => webhookEventId === id && status === 'retrying')
      if (!(await waitUntil(putOff, 60_000))) throw new Error('the delivery of a live meeting was not put off')
    },
    processed: (withinMs) => waitUntil(() => notOnce().length === 0, withinMs),
    notOnce,
    spent: () => {
      const own = new Set<string | null>(accepted)
      const entries = hansard.journal.values.filter(({ webhookEventId }) => own.has(webhookEventId))
      return entries.filter(({ attempt, status }) => attempt > 1 || status === 'failed').length
    },
  }
}
