import type { ClueMemory } from '@hansard/platforms/clue-memory'
import type { Delivery, Platform, PlatformEvent } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognition'
import { recogniseCurrent } from '@hansard/platforms/recognise-current'
import type { DirectorySource } from '@hansard/shared/directory/directory-source'
import { UnavailableError } from '@hansard/shared/errors'
import { within } from '@hansard/shared/within'
import { isStorable, overLimitAnswer, refusedAnswer, sourceNotAllowed, storedAnswer, type Answer, type Storable } from './answer.ts'
import { admit, intakeOf, type AdmissionDeps } from './limits/admission.ts'
import { unavailable } from './problem.ts'
import type { BodyHold } from './limits/body-budget.ts'
import type { HashBudgets } from './limits/hash-budget.ts'
import { rawRecord } from './raw-record.ts'
import { isAllowedSource } from './limits/allowed-source.ts'
import type { ReplayWatch } from './replay-watch.ts'
import { createSuspicion, suspicionOf } from './suspicion.ts'
import type { SecurityLog } from './security-log.ts'
import type { Store } from './store.ts'

/** A delivery whose body has arrived. */
export interface Arrival {
  readonly platform: Platform
  readonly delivery: Delivery
  /** Set when it came to the URL of this integration. */
  readonly integrationId: string | undefined
  /** What it was sent to: a name of the URL without its key. */
  readonly endpoint: string
  readonly remoteAddress: string
  readonly webhookEventId: string
  readonly traceparent: string
  /** What its body takes of the budget; over once the store has it, which counts for itself. */
  readonly hold: BodyHold
}

export interface ReceiverDeps extends AdmissionDeps {
  readonly directory: Pick<DirectorySource, 'current' | 'lookAgain'>
  readonly store: Store
  readonly securityLog: SecurityLog
  readonly replays: ReplayWatch
  readonly clueMemory: ClueMemory
  readonly hashBudgets: HashBudgets
  /** Was this event of this workspace claimed before? A read-only look-up with a short time limit of its own; its failure means no hint. */
  seen(workspaceId: string, platform: string, event: PlatformEvent): Promise<boolean>
  /** The answer comes within this time (milliseconds), durable or not. */
  readonly deadlineMs: number
}

export interface Received {
  readonly answer: Answer
  readonly recognition: Recognition | undefined
  /** For our own log: why the answer is a 503. */
  readonly trouble?: string
}

/** How long a refusal that may be outdated waits for a newer directory (milliseconds). */
const renewTimeoutMs = 250

/** Whether there is a newer directory now; no, when PostgreSQL does not say in time. */
export const renew = (directory: ReceiverDeps['directory']): Promise<boolean> => within(renewTimeoutMs, directory.lookAgain(), () => false)

const notDurable = unavailable('The delivery could not be made durable in time. Send it again.')

/** From a delivery to its answer: recognised, stored, answered, in this order. Never throws for a fault of the sender or of our dependencies. */
export const receive = async (arrival: Arrival, deps: ReceiverDeps): Promise<Received> => {
  const since = performance.now()
  const { platform, delivery, integrationId } = arrival
  const view = { current: () => deps.directory.current(), renew: () => renew(deps.directory) }
  const guard = { memory: deps.clueMemory, budget: deps.hashBudgets.of(arrival.remoteAddress) }
  const recognition = await recogniseCurrent(platform, delivery, integrationId, view, guard)
  if (recognition === undefined) return { recognition, answer: { status: 'unavailable', problem: notLoaded }, trouble: 'no directory' }
  const report = createSuspicion(platform, delivery, arrival, deps.securityLog)
  if (recognition.kind === 'forged') report(suspicionOf(recognition), recognition.detail)
  if (!isStorable(recognition)) return { recognition, answer: refusedAnswer(recognition) }

  // Here, and only here, a limit per workspace and endpoint may refuse: the tenant is known and nothing is stored yet.
  // The hint is asked for before storing: afterwards the deduper may have claimed this very delivery. Both go to Redis in one write.
  const intake = intakeOf(deps.directory.current(), recognition.integrationId)
  const { endpoint, webhookEventId } = arrival
  if (!isAllowedSource(intake.allowedSources, arrival.remoteAddress)) {
    report(
      'webhook.source_not_allowed',
      `Authentic, but not from the sources that integration ${recognition.integrationId} takes deliveries from.`,
    )
    return { recognition, answer: sourceNotAllowed }
  }
  // Nobody waits for this: it changes no answer.
  void deps.replays
    .cameBeforeFrom(platform, delivery, arrival.remoteAddress)
    .then((first) => first !== undefined && report('webhook.signature_replayed', `The same signature came before from ${first}.`))
  const [seen, admission] = await Promise.all([
    hint(arrival, recognition, deps),
    admit({ endpoint, id: webhookEventId, recognition, intake }, deps),
  ])
  if (admission.kind === 'over') return { recognition, answer: overLimitAnswer(admission) }

  const stored = deps.store.add(rawRecord(arrival, recognition.event, admission)).then(
    () => undefined,
    (error: unknown) => (error instanceof UnavailableError ? error.message : Promise.reject(error as Error)),
  )
  arrival.hold.release()
  const trouble = await within(deps.deadlineMs - (performance.now() - since), stored, () => 'not acknowledged within the deadline')
  return trouble === undefined
    ? { recognition, answer: storedAnswer(platform, recognition, webhookEventId, { seen, deferred: admission.kind === 'deferred' }) }
    : { recognition, answer: { status: 'unavailable', problem: notDurable }, trouble }
}

const notLoaded = unavailable('The webhook secrets are not loaded yet. Send it again.')

const hint = async ({ platform }: Arrival, recognition: Storable, { seen }: ReceiverDeps): Promise<boolean> => {
  if (recognition.kind === 'ignored') return false
  try {
    return await seen(recognition.workspaceId, platform.name, recognition.event)
  } catch {
    return false
  }
}
