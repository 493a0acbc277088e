import { setTimeout as delay } from 'node:timers/promises'
import type { Tenant } from '@hansard/e2e/tenant'
import type { Simulator } from '@hansard/simulator/simulator'
import type { ExpectedEvent, ExpectedMeeting, SentBody } from '../audit/facts.ts'
import { planStory } from './plan-story.ts'
import { createSender, hashOf, type Sender } from './sender.ts'
import type { DeliveryKind, PlannedDelivery } from './story.ts'

/** The platforms at work: stories at a steady rate, for as long as it is not told to end. */
export interface Load {
  readonly events: readonly ExpectedEvent[]
  readonly meetings: readonly ExpectedMeeting[]
  readonly bodies: ReadonlyMap<string, SentBody>
  readonly answers: Sender['answers']
  /** Deliveries planned so far, by kind. */
  readonly counts: ReadonlyMap<DeliveryKind, number>
  /** Deliveries that are due and not yet answered for good. */
  waiting(): number
  /** For how long no story was begun because Hansard was behind. */
  heldBackMs(): number
  /** Begins no further story, sends what the begun ones still have, at once; resolves with how many were never answered. */
  finish(withinMs: number): Promise<number>
}

export interface LoadOptions {
  readonly seed: string
  /** Deliveries a second, on average. */
  readonly rate: number
  readonly tenants: readonly Tenant[]
  readonly simulator: Pick<Simulator, 'address' | 'addMeeting'>
  addresses(): readonly string[]
  /** Whether Hansard is so far behind that the platforms should hold back for a moment: what is tried is how it fails, not how much it can bear. */
  isBehind(): boolean
  /** The experiment is given up: nothing more is sent. */
  readonly signal: AbortSignal
}

interface Due {
  readonly at: number
  readonly delivery: PlannedDelivery
  readonly tenant: Tenant
}

const tickMs = 20
/** Meetings of one workspace lie so far apart. */
const meetingGapMs = 8 * 3_600_000
const firstMeeting = Date.parse('2024-01-01T09:00:00Z')

export const startLoad = ({ seed, rate, tenants, simulator, addresses, isBehind, signal }: LoadOptions): Load => {
  const sender = createSender(addresses)
  const events: ExpectedEvent[] = []
  const meetings: ExpectedMeeting[] = []
  const bodies = new Map<string, SentBody>()
  const counts = new Map<DeliveryKind, number>()
  const underWay = new Set<Promise<void>>()
  const giveUp = new AbortController()
  const ending = new AbortController()
  const since = Date.now()
  let queue: Due[] = []
  let planned = 0
  let stories = 0
  let unanswered = 0
  let heldBackMs = 0

  const begin = () => {
    const number = stories++
    const tenant = tenants[number % tenants.length]
    if (tenant === undefined) throw new RangeError('there is no tenant')
    const startedAt = firstMeeting + Math.floor(number / tenants.length) * meetingGapMs
    const name = `${seed}-${number}`
    const story = planStory({ seed: name, at: Date.now(), startedAt, simulator: simulator.address })
    for (const meeting of story.meetings) simulator.addMeeting(meeting)
    events.push(...story.events.map((event) => ({ ...event, workspaceId: tenant.workspaceId })))
    if (story.sources.length > 0) meetings.push({ key: name, workspaceId: tenant.workspaceId, sources: story.sources })
    for (const delivery of story.deliveries) {
      bodies.set(hashOf(delivery.webhook.body), { eventKey: delivery.eventKey })
      counts.set(delivery.kind, (counts.get(delivery.kind) ?? 0) + 1)
      queue.push({ at: Date.now() + delivery.afterMs, delivery, tenant })
      planned++
    }
    queue.sort((a, b) => a.at - b.at)
  }

  const leave = AbortSignal.any([signal, giveUp.signal])
  const stop = AbortSignal.any([signal, ending.signal])
  const deliver = async ({ delivery, tenant }: Due): Promise<void> => {
    if (!(await sender.deliver(delivery, tenant, leave))) unanswered++
  }
  const send = (due: Due) => {
    const sending = deliver(due).finally(() => underWay.delete(sending))
    underWay.add(sending)
  }

  const run = async () => {
    let allowed = 0
    for (let before = since; !stop.aborted;) {
      const now = Date.now()
      if (isBehind()) heldBackMs += now - before
      else allowed += ((now - before) / 1_000) * rate
      before = now
      while (planned < allowed) begin()
      const due = queue.filter(({ at }) => at <= now)
      queue = queue.slice(due.length)
      due.forEach(send)
      await delay(tickMs, undefined, { signal: stop }).catch(() => undefined)
    }
  }
  const running = run()

  return {
    events,
    meetings,
    bodies,
    answers: sender.answers,
    counts,
    waiting: () => underWay.size,
    heldBackMs: () => heldBackMs,
    async finish(withinMs) {
      ending.abort()
      await running
      const rest = queue
      queue = []
      for (const due of rest) {
        send(due)
        // Not faster than before: what a platform had kept for later is no flood.
        await delay(Math.min(1_000 / rate, 20))
      }
      const deadline = setTimeout(() => giveUp.abort(), withinMs)
      await Promise.all(underWay)
      clearTimeout(deadline)
      return unanswered
    },
  }
}
