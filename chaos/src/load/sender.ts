import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Tenant } from '@hansard/e2e/tenant'
import { sendWebhook, type SendResult } from '@hansard/simulator/webhook/send'
import type { Answer } from '../audit/facts.ts'
import type { PlannedDelivery } from './story.ts'

/** Posts a delivery as a platform does: signed, and again after a while until it is answered for good. */
export interface Sender {
  /** Resolves when the platform would stop trying; false when it gave up without an answer that counts. */
  deliver(delivery: PlannedDelivery, tenant: Tenant, giveUp: AbortSignal): Promise<boolean>
  /** Of every request that was made, in order of their ends. */
  readonly answers: readonly Answer[]
}

export const hashOf = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

const Accepted = z.object({ status: z.string(), webhook_event_id: z.string().optional() })

/** First pause between two tries, and the longest (milliseconds): platforms wait for minutes, an experiment has less time. */
const pauses = { first: 500, most: 4_000 }
const timeoutMs = 6_000

/** `addresses`: of the ingress processes that run now. */
export const createSender = (addresses: () => readonly string[]): Sender => {
  const answers: Answer[] = []
  let turn = 0

  const post = async (delivery: PlannedDelivery, tenant: Tenant): Promise<SendResult | undefined> => {
    const all = addresses()
    const address = all[turn++ % Math.max(all.length, 1)]
    if (address === undefined) return undefined
    const { platform, body, headers } = delivery.webhook
    const secret = delivery.kind === 'forged' ? 'a guess at the secret' : tenant.secrets[platform]
    return sendWebhook({ url: `${address}${tenant.paths[platform]}`, platform, body, headers, secret, timeoutMs }).catch(() => undefined)
  }

  return {
    answers,
    async deliver(delivery, tenant, giveUp) {
      const bodyHash = hashOf(delivery.webhook.body)
      for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.most)) {
        const at = Date.now()
        const result = await post(delivery, tenant)
        answers.push({ bodyHash, at, ...outcomeOf(result) })
        if (result !== undefined && result.status < 500 && result.status !== 429) return true
        if (giveUp.aborted) return false
        const asked = Number(result?.headers['retry-after'] ?? 0) * 1_000
        await delay(Math.min(Math.max(pause, asked), pauses.most), undefined, { signal: giveUp }).catch(() => undefined)
      }
    },
  }
}

const outcomeOf = (result: SendResult | undefined): Pick<Answer, 'status' | 'webhookEventId' | 'said'> => {
  if (result === undefined) return { status: null, webhookEventId: null, said: null }
  const accepted = result.status === 200 ? Accepted.safeParse(JSON.parse(result.body)) : undefined
  return { status: result.status, webhookEventId: accepted?.data?.webhook_event_id ?? null, said: accepted?.data?.status ?? null }
}
