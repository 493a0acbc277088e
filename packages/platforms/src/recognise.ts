import { activeSecrets, connectedIntegrations, integrationById, workspaceOf } from '@hansard/shared/directory/directory'
import type { Directory, Integration, IntegrationSecret } from '@hansard/shared/directory/directory'
import { namingDoubledHeader } from './doubled-header.ts'
import type { Authentication, Delivery, Platform, PlatformEvent, Reading } from './platform.ts'

/** Where a delivery was sent: to one integration's own URL, or (without `integrationId`) to a route all integrations share. */
export interface Target {
  readonly directory: Directory
  readonly integrationId?: string | undefined
}

export type Recognition =
  | {
      readonly kind: 'event'
      readonly event: PlatformEvent
      readonly workspaceId: string
      readonly integrationId: string
      /** That integration's secrets whose signature matched; none where only its URL vouches for the delivery. */
      readonly secretIds: readonly string[]
    }
  | Ignored
  | { readonly kind: 'challenge'; readonly answer: Readonly<Record<string, string>> }
  | { readonly kind: 'missing'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'forged'; readonly problem: 'signature' | 'timestamp'; readonly detail: string }
  /** There is no secret to judge by: our fault, not the sender's. */
  | { readonly kind: 'unavailable'; readonly detail: string }

/** Authentic, but nothing for us. `workspaceId` and `integrationId` name whose secret vouched for it, where that is one; never whom it speaks of. */
export interface Ignored {
  readonly kind: 'ignored'
  readonly eventType: string
  readonly reason: string
  readonly answerId?: string | number
  payload(): unknown
  readonly workspaceId?: string
  readonly integrationId?: string
  /** Every secret whose signature matched. */
  readonly secretIds?: readonly string[]
  /** Set where the event was readable but belongs to no workspace. */
  readonly event?: PlatformEvent
}

interface Vouched {
  readonly integration: Integration
  readonly secrets: readonly IntegrationSecret[]
}

type Owner = { readonly kind: 'found'; readonly vouched: Vouched } | { readonly kind: 'none'; readonly reason: string }

/** What the answer says of a host nobody knows, and of one that belongs to somebody else: a sender must not learn whose customers exist. */
const unknownHost = 'Host not associated with any workspace'

/**
 * What a delivery is, and whose. The ingress asks at receipt, the verifier asks again of the same bytes: the same directory gives the
 * same answer. Nothing is parsed before it is authenticated. On an integration's URL the workspace is the integration's. On a shared
 * route it is the host's, and only an integration of that workspace whose own secret signed the delivery may speak for it.
 */
export const recognise = (platform: Platform, delivery: Delivery, target: Target): Recognition => {
  const addressed = addressedIntegrations(platform, target)
  const offered = addressed.map((integration) => ({ integration, secrets: activeSecrets(integration, delivery.receivedAt) }))
  const secrets = offered.flatMap((one) => one.secrets)
  // The target decides whether a URL vouches for the delivery, whatever the caller wrote into it.
  const byIntegrationUrl = target.integrationId !== undefined && addressed.length > 0
  const authentication = platform.authenticate({ ...delivery, byIntegrationUrl }, secrets)
  if (authentication.kind === 'missing') return authentication
  if (authentication.kind === 'forged')
    return secrets.length === 0 ? noSecrets(platform) : namingDoubledHeader(authentication, delivery, platform)

  const vouched = vouchedBy(offered, authentication, byIntegrationUrl)
  if (vouched.length === 0) return { kind: 'forged', problem: 'signature', detail: 'No integration vouches for this delivery.' }
  return attribute(platform.readEvent(delivery.body), vouched, target)
}

const addressedIntegrations = (platform: Platform, { directory, integrationId }: Target): readonly Integration[] => {
  if (integrationId === undefined) return connectedIntegrations(directory, platform.name)
  const addressed = integrationById(directory, integrationId)
  return addressed?.platform === platform.name ? [addressed] : []
}

const noSecrets = (platform: Platform): Recognition => ({
  kind: 'unavailable',
  detail: `No active webhook secret of ${platform.name} is known here, so the signature cannot be judged. Add the integration's secret.`,
})

/** The integrations that vouch for the delivery: those whose secret signed it, or the one whose URL it came to. */
const vouchedBy = (
  offered: readonly Vouched[],
  { secretIds }: Extract<Authentication, { kind: 'authentic' }>,
  byIntegrationUrl: boolean,
): readonly Vouched[] => {
  const matching = new Set(secretIds)
  const signed = offered.map(({ integration, secrets }) => ({ integration, secrets: secrets.filter(({ id }) => matching.has(id)) }))
  return byIntegrationUrl ? signed : signed.filter(({ secrets }) => secrets.length > 0)
}

const attribute = (reading: Reading, vouched: readonly Vouched[], target: Target): Recognition => {
  if (reading.kind === 'challenge') return answered(reading, vouched)
  if (reading.kind === 'ignored') return { ...reading, ...voucher(vouched) }
  if (reading.kind === 'invalid') return reading

  const { event } = reading
  const owner = target.integrationId === undefined ? ownerOf(event, vouched, target.directory) : addressee(vouched)
  if (owner.kind === 'none') return ignoredEvent(event, owner.reason, vouched)
  const { integration, secrets } = owner.vouched
  return {
    kind: 'event',
    event,
    workspaceId: integration.workspaceId,
    integrationId: integration.id,
    secretIds: secrets.map(({ id }) => id),
  }
}

/** Only a secret that signed the challenge answers it: whoever knows none learns nothing. */
const answered = (challenge: Extract<Reading, { kind: 'challenge' }>, vouched: readonly Vouched[]): Recognition => {
  const secret = vouched.flatMap(({ secrets }) => secrets)[0]
  if (secret === undefined) return { kind: 'invalid', reason: 'A challenge is answered only when it is signed.' }
  return { kind: 'challenge', answer: challenge.answer(secret.value) }
}

/** On its own URL an integration owns whatever comes, whoever the host is; a disabled one wants nothing. */
const addressee = (vouched: readonly Vouched[]): Owner => {
  const [own] = vouched
  if (own === undefined || own.integration.status !== 'connected') return { kind: 'none', reason: 'The integration is disabled' }
  return { kind: 'found', vouched: own }
}

/** On a shared route: the host's workspace, where it is one of those whose secret signed. Without any e-mail, the signers' one workspace. */
const ownerOf = (event: PlatformEvent, vouched: readonly Vouched[], directory: Directory): Owner => {
  const workspaceId = event.hostEmails.length > 0 ? workspaceOf(directory, event.hostEmails) : oneWorkspace(vouched)
  if (workspaceId === undefined) {
    const reason = event.hostEmails.length > 0 ? unknownHost : 'The payload names no host and its secret serves several workspaces'
    return { kind: 'none', reason }
  }
  const own = vouched.find(({ integration }) => integration.workspaceId === workspaceId)
  return own === undefined ? { kind: 'none', reason: unknownHost } : { kind: 'found', vouched: own }
}

const oneWorkspace = (vouched: readonly Vouched[]): string | undefined => {
  const workspaces = new Set(vouched.map(({ integration }) => integration.workspaceId))
  return workspaces.size === 1 ? [...workspaces][0] : undefined
}

const voucher = (vouched: readonly Vouched[]): Pick<Ignored, 'workspaceId' | 'integrationId' | 'secretIds'> => {
  const workspaceId = oneWorkspace(vouched)
  const [first, ...others] = vouched
  return {
    ...(workspaceId === undefined ? {} : { workspaceId }),
    secretIds: vouched.flatMap(({ secrets }) => secrets.map(({ id }) => id)),
    ...(first === undefined || others.length > 0 ? {} : { integrationId: first.integration.id }),
  }
}

const ignoredEvent = (event: PlatformEvent, reason: string, vouched: readonly Vouched[]): Ignored => {
  const { eventType, answerId } = event
  return {
    kind: 'ignored',
    eventType,
    reason,
    answerId,
    payload: () => event.payload(),
    event,
    ...voucher(vouched),
  }
}
