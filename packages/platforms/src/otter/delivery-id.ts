import { z } from 'zod'
import type { Delivery } from '../platform.ts'
import { optionalText } from '../fields.ts'
import { fingerprint } from '../fingerprint.ts'
import { sha256Hex } from '../hmac.ts'
import { readJson } from '../json-body.ts'
import { readOtterEvent } from './events.ts'

const sourceId = z.union([optionalText, z.number().transform(String)])
const Sourced = z.object({ meta: z.object({ webhook: z.object({ source: z.object({ id: sourceId }) }) }) })

/**
 * Otter names its deliveries in no header, and each attempt has another `meta.retrieved_at`: so the same conversation, event, source and
 * content make the same delivery. A conversation is announced once for every source (workspace or channel) that a webhook watches.
 */
export const otterDeliveryId = ({ body }: Delivery): string => {
  const reading = readOtterEvent(body)
  if (reading.kind !== 'event') return sha256Hex(body)
  const json = readJson(body)
  const sourced = Sourced.safeParse(json.kind === 'json' ? json.value : undefined)
  const source = sourced.success ? sourced.data.meta.webhook.source.id : null
  const { externalId, eventType, revision } = reading.event
  return fingerprint(externalId, eventType, source, revision)
}
