import type { Platform } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognition'
import { redactHeaders } from './redact.ts'
import type { SecurityEventType, SecurityLog } from './security-log.ts'

/** Reports what is suspicious about one request, with its headers made fit for others to read. */
export const createSuspicion =
  (
    platform: Pick<Platform, 'name' | 'signatureHeaders'>,
    { headers, receivedAt }: { readonly headers: Readonly<Record<string, string>>; readonly receivedAt: number },
    sender: { readonly webhookEventId: string; readonly remoteAddress: string; readonly integrationId?: string | undefined },
    securityLog: SecurityLog,
  ) =>
  (type: SecurityEventType, detail: string): void =>
    securityLog.report({
      eventId: sender.webhookEventId,
      type,
      platform: platform.name,
      integrationId: sender.integrationId ?? null,
      remoteAddress: sender.remoteAddress,
      detail,
      headers: redactHeaders(headers, platform.signatureHeaders),
      at: receivedAt,
    })

/** What a forgery is called among security events. */
export const suspicionOf = ({ problem }: Extract<Recognition, { kind: 'forged' }>): SecurityEventType =>
  problem === 'timestamp' ? 'webhook.timestamp_outside_window' : 'webhook.signature_verification_failed'
