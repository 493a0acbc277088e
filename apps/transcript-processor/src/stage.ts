import type { Fetched, Platform } from '@hansard/platforms/platform'
import type { Claims } from '@hansard/shared/claims/claims'
import type { Told } from '@hansard/shared/claims/telling'
import type { FetchedTranscript, WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import type { Credentials } from '@hansard/shared/directory/credentials'
import { NotYetError, PermanentError, TransientError, UnavailableError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import { uuidV5 } from '@hansard/shared/ids'
import type { Context, Decision, Stage } from '@hansard/shared/stage/stage'
import { fetchedTranscripts, uniqueWebhooks } from '@hansard/shared/topics'
import type { TimeLimits } from '@hansard/shared/stage/time-limits'
import type { PlatformCircuit } from './platform-circuit.ts'
import type { KeptParts } from './kept-parts.ts'
import { transcriptIdOf } from '@hansard/shared/transcript-id'
import { fetchedTranscript } from './transcript.ts'

export interface ProcessorOptions {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly http: Http
  readonly keyRing: KeyRing
  readonly credentials: Credentials
  /** Several events of one meeting lead to the same words: the first publishes them. */
  readonly claims: Pick<Claims, 'tell'>
  /** Keeps the files of a transcript that come one by one. */
  readonly parts: KeptParts
  /** One for each platform. */
  circuitOf(platform: string): PlatformCircuit
  readonly timeLimits?: TimeLimits
  /** Epoch milliseconds, for the circuits alone. */
  now(): number
  readonly retryDelays: readonly number[]
  readonly concurrency: number
}

/** Redis' part of the claim; PostgreSQL remembers for longer. */
const claimWindowMs = 24 * 3_600_000

/** Finds out what was said. */
export const createProcessorStage = (options: ProcessorOptions): Stage<WebhookEvent> => ({
  name: 'transcript-processor',
  inputs: [uniqueWebhooks],
  retryDelays: options.retryDelays,
  concurrency: options.concurrency,
  integrationOf: ({ integrationId }) => integrationId,
  ...(options.timeLimits === undefined ? {} : { timeLimits: options.timeLimits }),
  async handle(event, context) {
    const platform = options.platforms.get(event.platform)
    if (platform === undefined) throw new PermanentError(`no platform is called ${event.platform}`)
    const fetched = await whileUp(options.circuitOf(platform.name), event, options.now, () =>
      fetchTranscript(platform, event, context, options),
    )
    if (fetched.kind === 'none') {
      const details = { transcript: fetched.awaited ? 'awaited' : 'none', expectedTranscriptId: transcriptIdOf(event) }
      return { kind: 'drop', journal: { status: 'processed', reason: fetched.reason, details } }
    }
    const value = fetchedTranscript(event, fetched.transcript)
    const claimant = { owner: context.origin, webhookEventId: event.webhookEventId, at: event.receivedAt }
    const { transcriptId, revisionId, sourceUpdatedAt } = value
    const telling = { key: `revision|${revisionId}`, subject: transcriptId, state: revisionId, toldAt: sourceUpdatedAt ?? event.receivedAt }
    return decide(value, await options.claims.tell(telling, claimant, claimWindowMs))
  },
})

/** Asks a platform unless it is down, as a whole or for this integration; then the record waits without spending an attempt. */
const whileUp = async <T>(
  circuit: PlatformCircuit,
  { platform, integrationId }: WebhookEvent,
  now: () => number,
  ask: () => Promise<T>,
): Promise<T> => {
  const closed = circuit.closedUntil(integrationId, now())
  if (closed !== undefined) throw new NotYetError(`${isDown(platform, closed.forAll)}: it is asked again later`, { retryAt: closed.until })
  try {
    const answer = await ask()
    circuit.answered(integrationId)
    return answer
  } catch (error) {
    if (error instanceof UnavailableError) throw error
    if (!(error instanceof TransientError) || error.scope !== 'platform') {
      circuit.answered(integrationId)
      throw error
    }
    const opened = circuit.failed({ integration: integrationId, host: error.host }, now())
    if (opened === undefined) throw error
    throw new NotYetError(`${isDown(platform, opened === 'all')}: ${error.message}`, { cause: error, retryAt: error.retryAt })
  }
}

const isDown = (platform: string, forAll: boolean): string =>
  forAll ? `${platform} is down as a whole` : `${platform} does not answer this integration`

const fetchTranscript = async (platform: Platform, event: WebhookEvent, context: Context, options: ProcessorOptions): Promise<Fetched> => {
  const stored = await options.credentials.get(event.integrationId)
  const credentials = platform.credentials.safeParse(stored)
  if (stored !== undefined && !credentials.success)
    throw new PermanentError(
      `the credentials of integration ${event.integrationId} are not what ${platform.name} needs: add the integration again`,
    )
  return platform.fetchTranscript(
    {
      eventType: event.eventType,
      externalId: event.externalId,
      content: JSON.parse(event.content),
      secret: event.sealed === null ? undefined : JSON.parse(options.keyRing.open(event.sealed, event.webhookEventId)),
      credentials: credentials.data,
      keepParts: (parts) => options.parts.keep(transcriptIdOf(event), parts),
      renewCredentials: (renewal) => options.credentials.renew(event.integrationId, renewal, context.signal),
      receivedAt: event.receivedAt,
      signal: context.signal,
    },
    options.http,
  )
}

/** How much was fetched, and what was left out or is in doubt. */
const reasonOf = ({ segments, notes }: FetchedTranscript, told: Told): string =>
  [
    `${segments.length} segments fetched${told.kind === 'again' ? ', as they were before the last change' : ''}`,
    ...notes.map(({ text }) => text),
  ].join('; ')

const decide = (value: FetchedTranscript, told: Told): Decision => {
  if (told.kind === 'new' || told.kind === 'again') {
    const published = told.kind === 'again' ? asNewest(value) : value
    const { transcriptId, revisionId, workspaceId } = published
    const message = { topic: fetchedTranscripts, key: workspaceId, value: published }
    return {
      kind: 'emit',
      messages: [message],
      journal: { status: 'processing', reason: reasonOf(value, told), details: { transcriptId, revisionId } },
    }
  }
  const { webhookEventId } = told.holder
  if (webhookEventId === value.webhookEventId) return { kind: 'drop' }
  const reason =
    told.kind === 'known'
      ? `the transcript is the one that ${webhookEventId} led to`
      : `the transcript is older than the one that ${webhookEventId} led to, of ${new Date(told.toldAt).toISOString()}`
  const other = told.kind === 'known' ? { sameAs: webhookEventId } : { replacedBy: webhookEventId }
  const { transcriptId, revisionId } = value
  return { kind: 'drop', journal: { status: 'processed', reason, details: { transcriptId, revisionId, ...other } } }
}

/** Words that came back are a revision of their own: each appears once on the topic. */
const asNewest = (value: FetchedTranscript): FetchedTranscript => ({
  ...value,
  revisionId: uuidV5('again', value.revisionId, String(value.sourceUpdatedAt ?? value.receivedAt)),
})
