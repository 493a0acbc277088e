import { workspaceOf, type Directory } from '@hansard/shared/directory/directory'
import type { Delivery, Platform, PlatformEvent, Reading } from './platform.ts'
import type { Ignored, Recognition, Vouched } from './recognition.ts'
import { judging, type Target, type Vouching } from './vouching.ts'

type Owner = { readonly kind: 'found'; readonly vouched: Vouched } | { readonly kind: 'none'; readonly reason: string }

/** What the answer says of a host nobody knows, and of one that belongs to somebody else: a sender must not learn whose customers exist. */
const unknownHost = 'Host not associated with any workspace'

/**
 * What a delivery is, and whose. The ingress asks at receipt, the verifier asks again of the same bytes: the same directory gives the
 * same answer. Nothing is parsed before it is authenticated. On an integration's URL the workspace is the integration's. On a shared
 * route it is the host's, and only an integration of that workspace whose own secret signed the delivery may speak for it.
 */
export const recognise = (platform: Platform, delivery: Delivery, target: Target): Recognition => {
  const steps = judging(platform, delivery, target)
  let step = steps.next(true)
  while (step.done !== true) step = steps.next(true)
  return recognised(platform, delivery, target, step.value)
}

/** What follows of who vouches for the delivery. */
export const recognised = (platform: Platform, delivery: Delivery, target: Target, vouching: Vouching): Recognition =>
  vouching.kind === 'vouched' ? attribute(platform.readEvent(delivery.body), vouching.vouched, target) : vouching

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
