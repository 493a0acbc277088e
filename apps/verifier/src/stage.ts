import type { Platform } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognition'
import { recogniseCurrent, type DirectoryView } from '@hansard/platforms/recognise-current'
import type { WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import { TransientError, UnavailableError } from '@hansard/shared/errors'
import type { Context, Decision, Outcome, Stage } from '@hansard/shared/stage/stage'
import { rawWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { deliveryOf } from './delivery.ts'

export interface VerifierOptions {
  readonly platforms: ReadonlyMap<string, Platform>
  /** The ingress may have judged by a newer picture than ours: nothing is refused on an old one. */
  readonly directory: DirectoryView
  readonly keyRing: KeyRing
  /** These webhook secrets had signed a delivery that was received at `at` (epoch milliseconds). */
  onSecretsUsed(secretIds: readonly string[], at: number): void
  readonly retryDelays: readonly number[]
  readonly concurrency: number
}

/** Decides again, from the stored bytes alone, whether a delivery is authentic, what it says, and whose it is. */
export const createVerifierStage = ({ platforms, directory, keyRing, onSecretsUsed, ...rest }: VerifierOptions): Stage<Buffer> => ({
  name: 'verifier',
  inputs: [rawWebhooks],
  keyRing,
  ...rest,
  integrationOf: (_, { headers }) => headers['integration'],
  async handle(body, context) {
    const platform = platforms.get(context.headers['platform'] ?? '')
    if (platform === undefined)
      return reject(`the record's header platform is ${context.headers['platform'] ?? 'missing'}: no such platform is known`)
    if (context.webhookEventId === undefined) return reject('the record has no header webhook-event-id: it was not written by the ingress')
    const recognition = await recogniseCurrent(platform, deliveryOf(body, context), context.headers['integration'], directory)
    if (recognition === undefined) throw new UnavailableError('postgres', 'the integrations have not been loaded yet')
    if (recognition.kind === 'event' || recognition.kind === 'ignored') onSecretsUsed(recognition.secretIds ?? [], context.receivedAt)
    return decide(platform, recognition, context, context.webhookEventId, keyRing)
  },
})

const reject = (reason: string): Decision => ({ kind: 'reject', reason })

const decide = (platform: Platform, recognition: Recognition, context: Context, webhookEventId: string, keyRing: KeyRing): Decision => {
  switch (recognition.kind) {
    case 'event': {
      const { event, workspaceId, integrationId } = recognition
      const value: WebhookEvent = {
        webhookEventId,
        platform: platform.name,
        eventType: event.eventType,
        workspaceId,
        integrationId,
        externalId: event.externalId,
        aliases: event.aliases,
        revision: event.revision,
        subject: event.subject,
        occurredAt: event.occurredAt,
        receivedAt: context.receivedAt,
        content: JSON.stringify(event.content()),
        sealed: event.secret === undefined ? null : keyRing.seal(JSON.stringify(event.secret), webhookEventId),
      }
      const message = { topic: verifiedWebhooks, key: `${workspaceId}:${event.externalId}`, value }
      return { kind: 'emit', messages: [message], journal: { status: 'verified', webhook: journalWebhook(platform, recognition) } }
    }
    case 'ignored':
      return { kind: 'drop', journal: { status: 'ignored', reason: recognition.reason, webhook: journalWebhook(platform, recognition) } }
    case 'challenge':
      return reject('a handshake: the ingress answers it and stores nothing')
    case 'missing':
      return reject(recognition.detail)
    case 'invalid':
      return reject(recognition.reason)
    case 'forged':
      return reject(`not authentic: ${recognition.detail}`)
    case 'unavailable':
      // There was a secret when the ingress accepted it. It may come back; the deliveries of others must not wait for that.
      throw new TransientError(recognition.detail)
  }
}

const journalWebhook = (platform: Platform, recognition: Recognition & { kind: 'event' | 'ignored' }): NonNullable<Outcome['webhook']> => ({
  platform: platform.name,
  eventType: recognition.kind === 'event' ? recognition.event.eventType : recognition.eventType,
  workspaceId: recognition.workspaceId ?? null,
  integrationId: recognition.integrationId ?? null,
  externalId: recognition.event?.externalId ?? null,
  aliases: recognition.event?.aliases ?? [],
  verified: true,
  payload: JSON.stringify(recognition.kind === 'event' ? recognition.event.payload() : recognition.payload()),
})
