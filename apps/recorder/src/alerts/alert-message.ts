import { uuidV5 } from '@hansard/shared/ids'
import type { DueAlert } from './outbox.ts'

/** The same for every try to tell of the same occurrences: the receiver can drop what it has. */
export const messageIdOf = ({ fingerprint, told, firstAt }: DueAlert): string =>
  uuidV5('alert', fingerprint, String(told), firstAt.toISOString())

/** The JSON that is posted. `count`: occurrences since the alert before, `total`: since the cause was first seen. */
export const messageOfAlert = (alert: DueAlert): string =>
  JSON.stringify({
    severity: alert.severity,
    title: alert.title,
    fingerprint: alert.fingerprint,
    stage: alert.stage,
    platform: alert.platform,
    count: alert.count - alert.told,
    total: alert.count,
    firstAt: alert.firstAt.toISOString(),
    lastAt: alert.lastAt.toISOString(),
    webhookEventId: alert.webhookEventId,
    message: alert.message,
    hint: alert.hint,
  })
