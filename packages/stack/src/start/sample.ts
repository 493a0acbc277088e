import { setTimeout as delay } from 'node:timers/promises'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { createSimulatorClient } from '@hansard/simulator/client'
import type { Meeting, PlatformName } from '@hansard/simulator/meeting/meeting'
import { chooseWebhook } from '@hansard/simulator/send/choose'
import { sendWebhook } from '@hansard/simulator/webhook/send'
import type { SendResult } from '@hansard/simulator/webhook/send'
import { waitUntil } from '../wait-until.ts'
import { deadEndOf, isThrough, readSteps } from './journey.ts'
import type { Step } from './journey.ts'
import { watchMerged } from './merged-watch.ts'
import type { Secrets } from './secrets.ts'

/** The sample meeting did not come out whole; the message says where it stopped and why. */
export class SampleError extends Error {
  override readonly name = 'SampleError'
}

/** Where everything is that a sample passes through. */
export interface SampleRoute {
  readonly ingress: string
  readonly simulator: string
  readonly brokers: string
  readonly registry: string
  readonly postgres: string
}

export interface SampleDelivery {
  readonly platform: PlatformName
  readonly event: string
  readonly path: string
  readonly answer: SendResult
  readonly webhookEventId: string
}

export interface SampleOutcome {
  readonly merged: MergedTranscript
  /** From sending the last webhook to reading the merged transcript from its topic. */
  readonly mergedAfterMs: number
  readonly steps: readonly Step[]
}

const platforms = ['zoom', 'fireflies', 'otter'] as const
const withinMs = 60_000

/**
 * Sends one meeting as all three platforms heard it, and reads what became of it. `onDelivery` hears of each answer.
 * Throws SampleError when it did not come out whole.
 */
export const runSample = async (
  meeting: Meeting,
  { ingress, simulator, brokers, registry, postgres: databaseUrl }: SampleRoute,
  secrets: Pick<Secrets, WebhookSecret>,
  onDelivery: (delivery: SampleDelivery) => void,
): Promise<SampleOutcome> => {
  const watch = await watchMerged({ brokers, registry })
  const postgres = createPostgres(databaseUrl, { max: 1, applicationName: 'hansard-start' })
  const over = new AbortController()
  try {
    await createSimulatorClient(simulator).addMeeting(meeting)
    const ids: string[] = []
    let lastPost = 0
    for (const platform of platforms) {
      lastPost = performance.now()
      const delivery = await post(platform, meeting, { ingress, simulator, secrets })
      onDelivery(delivery)
      ids.push(delivery.webhookEventId)
    }
    const { merged, at } = await Promise.race([watch.joined(ids), failure(postgres, ids, over.signal)])
    await waitUntil(async () => isAllThrough(await readSteps(postgres, ids), ids), 5_000)
    return { merged, mergedAfterMs: at - lastPost, steps: await readSteps(postgres, ids) }
  } finally {
    over.abort()
    await Promise.all([watch.close(), postgres.close()])
  }
}

type WebhookSecret = 'ZOOM_WEBHOOK_SECRET' | 'FIREFLIES_WEBHOOK_SECRET' | 'OTTER_WEBHOOK_SECRET'

interface Addresses {
  readonly ingress: string
  readonly simulator: string
  readonly secrets: Pick<Secrets, WebhookSecret>
}

const post = async (platform: PlatformName, meeting: Meeting, { ingress, simulator, secrets }: Addresses): Promise<SampleDelivery> => {
  const webhook = chooseWebhook(platform, undefined, meeting, { at: Date.now(), simulator })
  if (webhook === undefined) throw new SampleError(`The simulator has no webhook of ${platform}.`)
  const secret = { zoom: secrets.ZOOM_WEBHOOK_SECRET, fireflies: secrets.FIREFLIES_WEBHOOK_SECRET, otter: secrets.OTTER_WEBHOOK_SECRET }[
    platform
  ]
  const answer = await sendWebhook({ url: `${ingress}${webhook.path}`, platform, body: webhook.body, headers: webhook.headers, secret })
  if (answer.status !== 200) throw new SampleError(`The webhook of ${platform} was answered ${answer.status}: ${answer.body}`)
  const { status, webhook_event_id: id } = JSON.parse(answer.body) as { readonly status?: string; readonly webhook_event_id?: string }
  if (status !== 'accepted' || id === undefined) throw new SampleError(`The webhook of ${platform} was not accepted: ${answer.body}`)
  return { platform, event: webhook.event, path: webhook.path, answer, webhookEventId: id }
}

const isAllThrough = (steps: readonly Step[], ids: readonly string[]): boolean =>
  ids.every((id) => isThrough(steps.filter(({ webhookEventId }) => webhookEventId === id)))

/** Never resolves; rejects when a delivery came to a dead end, when it all takes too long, or when nobody wants to know any more. */
const failure = async (postgres: Postgres, ids: readonly string[], over: AbortSignal): Promise<never> => {
  const deadline = Date.now() + withinMs
  for (;;) {
    const steps = await readSteps(postgres, ids).catch(() => [])
    const deadEnd = deadEndOf(steps)
    if (deadEnd !== undefined)
      throw new SampleError(
        `The delivery ${deadEnd.webhookEventId} was ${deadEnd.status} by the ${deadEnd.stage}: ${deadEnd.reason ?? 'no reason given'}`,
      )
    if (Date.now() > deadline)
      throw new SampleError(`No merged transcript of all three within ${withinMs / 1_000} s.\n${whereabouts(ids, steps)}`)
    await delay(250, undefined, { signal: over })
  }
}

const whereabouts = (ids: readonly string[], steps: readonly Step[]): string =>
  ids
    .map((id) => {
      const last = steps.findLast(({ webhookEventId }) => webhookEventId === id)
      return last === undefined
        ? `  ${id}: no stage has reported.`
        : `  ${id}: ${last.status} by the ${last.stage}${last.reason === null ? '' : ` (${last.reason})`}.`
    })
    .join('\n')
