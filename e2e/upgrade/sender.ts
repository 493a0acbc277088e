import { setTimeout as delay } from 'node:timers/promises'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import type { Simulator } from '@hansard/simulator/simulator'
import { sendWebhook } from '@hansard/simulator/webhook/send'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import type { Tenant } from '../tenant.ts'

export interface Sender {
  /** Webhook event ids of what was answered 200: promised. */
  readonly accepted: readonly string[]
  /** Answers other than 200, and connections that failed; each was sent again. */
  readonly refused: readonly string[]
  /** Resolves when the last one is answered. */
  stop(): Promise<void>
}

const dayMs = 86_400_000
const firstDay = Date.parse('2024-01-01T09:00:00Z')

/** Sends a meeting of its own every `everyMs`, to one ingress after the other, as a load balancer would; what is refused again, as a platform would. */
export const startSender = (tenant: Tenant, simulator: Simulator, everyMs: number, addresses: () => readonly string[]): Sender => {
  const accepted: string[] = []
  const refused: string[] = []
  const stopping = new AbortController()
  const sendOne = async (turn: number) => {
    const meeting = inventMeeting(`upgrade-${turn}`, { minutes: 1, domain: tenant.domain, startedAt: firstDay + turn * 2 * dayMs })
    simulator.addMeeting(meeting)
    for (let again = 0; ; again += 1) {
      const all = addresses()
      const webhook = zoomTranscriptCompleted(meeting, { at: Date.now(), simulator: simulator.address })
      const url = `${all[(turn + again) % all.length]}${tenant.paths.zoom}`
      const answer = await sendWebhook({
        url,
        platform: 'zoom',
        body: webhook.body,
        secret: tenant.secrets.zoom,
        headers: webhook.headers,
      }).catch(String)
      if (typeof answer !== 'string' && answer.status === 200)
        return accepted.push((JSON.parse(answer.body) as { webhook_event_id: string }).webhook_event_id)
      refused.push(typeof answer === 'string' ? answer : `${answer.status} ${answer.body}`)
      await delay(everyMs)
    }
  }
  const running = (async () => {
    const sent: Promise<unknown>[] = []
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      sent.push(sendOne(turn))
      await delay(everyMs)
    }
    await Promise.all(sent)
  })()
  return {
    accepted,
    refused,
    async stop() {
      stopping.abort()
      await running
    },
  }
}
