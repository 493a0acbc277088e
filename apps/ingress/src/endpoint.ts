import type { IncomingMessage, ServerResponse } from 'node:http'
import { refusedByHead } from '@hansard/platforms/head'
import type { Platform } from '@hansard/platforms/platform'
import { integrationByUrlKey } from '@hansard/shared/directory/directory'
import { uuidV7 } from '@hansard/shared/ids'
import type { RequestSpan, Tracing } from '@hansard/shared/telemetry/tracing'
import { isTraceparent, newTraceparent } from '@hansard/shared/telemetry/traceparent'
import { blockedAnswer, refusedAnswer, sourceNotAllowed, wasAuthentic, type Answer } from './answer.ts'
import { readBody } from './body.ts'
import { intakeOf } from './limits/admission.ts'
import { isAllowedSource } from './limits/allowed-source.ts'
import type { BodyBudget, BodyHold } from './limits/body-budget.ts'
import type { FailingAddresses } from './limits/failing-addresses.ts'
import type { SlowAnswers } from './limits/slow-answers.ts'
import { inviteBody } from './invitation.ts'
import type { Ending, Observe } from './observe.ts'
import { sendJson, sendProblem, unavailable } from './problem.ts'
import type { RemoteAddresses } from './remote-address.ts'
import { createSuspicion, suspicionOf } from './suspicion.ts'
import { receive, renew, type ReceiverDeps } from './webhook.ts'

export interface EndpointDeps extends ReceiverDeps {
  readonly observe: Observe
  readonly tracing?: Tracing | undefined
  readonly addresses: FailingAddresses
  readonly bodies: BodyBudget
  /** For addresses that fail, and ask again as soon as they are answered. */
  readonly slowAnswers: SlowAnswers
  /** Who sent it, behind the proxies that are trusted. */
  readonly remoteAddresses: Pick<RemoteAddresses, 'of'>
  /** True once the process was asked to stop. */
  draining(): boolean
}

/** What is known of a request before its body is read. */
interface Caller {
  readonly platform: Platform
  readonly headers: Readonly<Record<string, string>>
  readonly remoteAddress: string
  readonly receivedAt: number
  readonly webhookEventId: string
  /** The trace that whatever becomes of the request belongs to. */
  readonly span: RequestSpan
}

type Outcome = Pick<Ending, 'answer' | 'recognition' | 'integrationId' | 'bytes' | 'trouble'>

/** Which webhook URL: one of the platform's own, or that of whatever integration the last segment is the key of. */
export type EndpointPath = { readonly route: string } | { readonly byKey: true }

/** Answers one request; rejects where our own code is at fault. `key`: the last segment of an integration's URL. */
export type WebhookEndpoint = (request: IncomingMessage, response: ServerResponse, key: string | undefined) => Promise<void>

/** Answers every request to a webhook URL of the platform. */
export const webhookEndpoint = (platform: Platform, deps: EndpointDeps, path: EndpointPath): WebhookEndpoint => {
  const answerTo = async (request: IncomingMessage, key: string | undefined, caller: Caller, hold: BodyHold): Promise<Outcome> => {
    if (request.method !== 'POST') return { answer: wrongMethod }
    if (deps.draining()) return { answer: stopping }
    const blockedMs = deps.addresses.blockedMs(caller.remoteAddress)
    if (blockedMs > 0) {
      createSuspicion(platform, caller, caller, deps.securityLog)('webhook.address_blocked', 'Too much of this address was not authentic.')
      return { answer: blockedAnswer(blockedMs) }
    }
    const integrationId = key === undefined ? undefined : await integrationOf(caller, key, deps)
    if (typeof integrationId === 'object') return { answer: integrationId }
    // Known before the body is read; on a shared route it is asked once the integration is known.
    const intake = integrationId === undefined ? undefined : intakeOf(deps.directory.current(), integrationId)
    if (intake !== undefined && !isAllowedSource(intake.allowedSources, caller.remoteAddress)) {
      const report = createSuspicion(platform, caller, { ...caller, integrationId }, deps.securityLog)
      report('webhook.source_not_allowed', 'Not from the sources that the integration takes deliveries from.')
      return { answer: sourceNotAllowed, integrationId }
    }

    const { headers, receivedAt, remoteAddress, webhookEventId, span } = caller
    const head = { headers, receivedAt, byIntegrationUrl: integrationId !== undefined }
    const recognition = refusedByHead(platform, head)
    if (recognition !== undefined) {
      const report = createSuspicion(platform, caller, { ...caller, integrationId }, deps.securityLog)
      if (recognition.kind === 'forged') report(suspicionOf(recognition), recognition.detail)
      return { answer: refusedAnswer(recognition), recognition, integrationId }
    }

    inviteBody(request)
    const read = await readBody(request, hold)
    if ('refused' in read) return { answer: read.refused, integrationId }
    const delivery = { ...head, body: read.body }
    const { traceparent } = span
    const endpoint = `${platform.name}/${'route' in path ? path.route : `i/${integrationId}`}`
    const arrival = { platform, delivery, integrationId, endpoint, remoteAddress, webhookEventId, traceparent, hold }
    const received = await receive(arrival, deps)
    return { ...received, integrationId, bytes: read.body.length }
  }

  return async (request, response, key) => {
    deps.observe.arrived()
    const since = performance.now()
    const caller = callerOf(platform, request, deps)
    const { webhookEventId, remoteAddress, span } = caller
    const end = (outcome: Outcome) => {
      deps.observe.ended({
        platform,
        webhookEventId,
        remoteAddress,
        seconds: (performance.now() - since) / 1_000,
        traceparent: span.traceparent,
        ...outcome,
      })
      const { status } = outcome.answer
      span.end({ 'hansard.webhook_event_id': webhookEventId, 'hansard.status': status }, status === 'error' ? status : outcome.trouble)
    }
    const hold = deps.bodies.open(remoteAddress)
    let outcome: Outcome
    try {
      outcome = await answerTo(request, key, caller, hold)
    } catch (error) {
      end({ answer: { status: 'error', problem: { status: 500, detail: 'unexpected' } } })
      throw error
    } finally {
      hold.release()
    }
    const authentic = wasAuthentic(outcome.answer, outcome.recognition)
    if (authentic === true) deps.addresses.succeeded(remoteAddress)
    if (authentic === false) deps.addresses.failed(remoteAddress)
    if (authentic === false || outcome.answer.status === 'address_blocked') {
      // It is done, and counts as done: who is made to wait is no work that is left.
      end(outcome)
      if (!request.socket.destroyed && deps.addresses.isFailing(remoteAddress)) await deps.slowAnswers.wait()
      return sendAnswer(response, outcome.answer)
    }
    sendAnswer(response, outcome.answer)
    return end(outcome)
  }
}

const callerOf = (platform: Platform, request: IncomingMessage, { tracing, remoteAddresses }: EndpointDeps): Caller => {
  // Node gives a list for this one alone, which only answers have: every other header is one text.
  if (request.headers['set-cookie'] !== undefined) delete request.headers['set-cookie']
  const headers = request.headers as Readonly<Record<string, string>>
  return {
    platform,
    headers,
    remoteAddress: remoteAddresses.of(request),
    receivedAt: Date.now(),
    webhookEventId: uuidV7(),
    span: tracing?.startRequest(`POST ${platform.name}`, headers['traceparent']) ?? untraced(headers['traceparent']),
  }
}

const untraced = (given: string | undefined): RequestSpan => ({
  traceparent: isTraceparent(given) ? given : newTraceparent(),
  end: () => undefined,
})

/** The id of the integration whose URL this is, or the answer where there is none. The key goes nowhere else. */
const integrationOf = async (caller: Caller, key: string, { directory, securityLog }: EndpointDeps): Promise<string | Answer> => {
  const find = () => {
    const current = directory.current()
    return current && integrationByUrlKey(current, caller.platform.name, key)
  }
  const found = find() ?? ((await renew(directory)) ? find() : undefined)
  if (found !== undefined) return found.id
  if (directory.current() === undefined) return notLoaded
  const report = createSuspicion(caller.platform, caller, caller, securityLog)
  report('webhook.unknown_integration', 'The key in the URL belongs to no integration of this platform.')
  return unknownIntegration
}

const sendAnswer = (response: ServerResponse, answer: Answer): void => {
  if ('problem' in answer) sendProblem(response, answer.problem)
  else sendJson(response, 200, answer.body)
}

const wrongMethod: Answer = {
  status: 'method_not_allowed',
  problem: { status: 405, detail: 'Webhooks are sent with POST.', headers: { allow: 'POST' } },
}
const stopping: Answer = { status: 'unavailable', problem: unavailable('This process is stopping. Send it again.') }
const notLoaded: Answer = { status: 'unavailable', problem: unavailable('The integrations are not loaded yet. Send it again.') }
const unknownIntegration: Answer = {
  status: 'unknown_integration',
  problem: {
    status: 404,
    detail: 'No integration has this URL. Compare it with the one shown when the integration was added, or replace it by a new one.',
  },
}
