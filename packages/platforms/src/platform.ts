import type { z } from 'zod'
import type { Http } from '@hansard/shared/http/http'

/** One HTTP request as the ingress got it, or as the verifier reads it back from `webhooks.raw.v1`. */
export interface Delivery {
  /** Lower-case names. At least every header in the platform's `signatureHeaders` that was sent. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact bytes. */
  readonly body: Buffer
  /** Epoch milliseconds. Freshness of a signature is judged by this, also when verified later. */
  readonly receivedAt: number
  /** True when it came to `/webhooks/{platform}/i/{integrationKey}` with the key of a known integration. */
  readonly byIntegrationUrl: boolean
}

/** What is known of a delivery before its body is read. */
export type DeliveryHead = Omit<Delivery, 'body'>

/** Whose a body that nobody vouches for yet seems to be. Anybody can write anything: a hint which secrets to try first, and nothing else. */
export interface Clues {
  /** The platform's own ids of the account that it speaks of. */
  readonly accounts: readonly string[]
  /** Lower-case e-mail addresses of the host or organizer. */
  readonly emails: readonly string[]
}

export interface WebhookSecret {
  readonly id: string
  readonly value: string
}

export type Authentication =
  /** `secretIds`: every secret whose signature matches; none where only the integration URL vouches for it. */
  | { readonly kind: 'authentic'; readonly scheme: string; readonly secretIds: readonly string[] }
  /** No signature where one is needed: 400. */
  | { readonly kind: 'missing'; readonly detail: string }
  /** 401 and a security event. */
  | { readonly kind: 'forged'; readonly problem: 'signature' | 'timestamp'; readonly detail: string }

/** What a platform says happened, read from the body. */
export interface PlatformEvent {
  /** The platform's own name, normalised in spelling. */
  readonly eventType: string
  /** The meeting's identity at the platform, the same in all its events. */
  readonly externalId: string
  readonly aliases: readonly string[]
  /** What the answer to the platform calls it, under `answerIdName`. */
  readonly answerId: string | number
  /** Lower-case e-mail addresses of the host or organizer, most telling first; empty where the payload has none. */
  readonly hostEmails: readonly string[]
  /** Fingerprint (SHA-256, hex) of what the event says: not of URLs, tokens, or the time of sending. */
  readonly revision: string
  /**
   * What the revision is a state of, within `externalId`: of two events of one subject the later one (`occurredAt`) replaces the other. Events
   * that add to each other have subjects of their own.
   */
  readonly subject: string
  /** Epoch milliseconds, or null. */
  readonly occurredAt: number | null
  /** JSON for `fetchTranscript`, free of secrets. Made when it is asked for, which the ingress does not. */
  content(): unknown
  /** JSON for `fetchTranscript` that must stay secret (tokens, download addresses); undefined where there is none. */
  readonly secret?: unknown
  /** What names this delivery where no header does: the same when it is sent again. */
  delivery?(): string
  /** The payload with every secret removed, for the journal. Made when it is asked for: the ingress does not. */
  payload(): unknown
}

export type Reading =
  | { readonly kind: 'event'; readonly event: PlatformEvent }
  /** Authentic, but nothing for us. */
  | {
      readonly kind: 'ignored'
      readonly eventType: string
      readonly reason: string
      readonly answerId?: string | number
      payload(): unknown
    }
  /** A handshake: `answer(secret)` is the JSON to reply with. */
  | { readonly kind: 'challenge'; answer(secret: string): Readonly<Record<string, string>> }
  /** Not JSON, or a required field missing: 400. `reason` says what to fix. */
  | { readonly kind: 'invalid'; readonly reason: string }

/** One of several files of a meeting's transcript. */
export interface KeptPart {
  readonly id: string
  /** Epoch milliseconds: when the platform told of it, or null. */
  readonly toldAt: number | null
  /** JSON, the platform's own. */
  readonly content: string
}

/** What `fetchTranscript` works from: the event as the chain carried it. */
export interface FetchRequest {
  readonly eventType: string
  readonly externalId: string
  readonly content: unknown
  readonly secret: unknown
  /** Parsed by the platform's `credentials` schema; undefined where the integration has none. */
  readonly credentials: unknown
  /**
   * For credentials that the platform renews at use (OAuth refresh tokens): `renewal` makes new ones of those that are stored now. One
   * process at a time does so, and what it resolves with is stored before another may; the very same object: nothing is stored.
   */
  renewCredentials(renewal: (stored: unknown) => Promise<unknown>): Promise<unknown>
  /**
   * For platforms that announce a meeting's files one by one: keeps these files and resolves with all that are kept of the meeting, each
   * id once. A file that an older event brings does not replace a newer one. Absent where nothing may be kept.
   */
  keepParts?(parts: readonly KeptPart[]): Promise<readonly KeptPart[]>
  readonly receivedAt: number
  readonly signal: AbortSignal
}

export interface TranscriptSegment {
  readonly startMs: number
  readonly endMs: number
  readonly speaker: string | null
  readonly text: string
  readonly rawText: string | null
}

/**
 * What a reader should know of how a transcript was read. Codes, for programs:
 * - `unreadable-text`: some of the document could not be read and was left out;
 * - `missing-part`: a file of the meeting is not in it;
 * - `no-turns`: nothing in the text told who spoke when;
 * - `doubtful-times`: the segments' times cannot be right, and nothing told what is;
 * - `rescaled-times`: the times were in another unit than the format says, and were converted;
 * - `withheld-fields`: the platform refused fields beside the words;
 * - `cut-fields`: fields or lists were longer than `limits.ts` allows and were cut.
 */
export interface TranscriptNote {
  readonly code: 'unreadable-text' | 'missing-part' | 'no-turns' | 'doubtful-times' | 'rescaled-times' | 'withheld-fields' | 'cut-fields'
  /** One sentence for a person, without what was said: `3 of 412 cues could not be read: lines 18, 77, 301`. */
  readonly text: string
}

/** A transcript in Hansard's terms: the platform-neutral part of the contract FetchedTranscript. */
export interface PlatformTranscript {
  readonly title: string | null
  readonly joinUrl: string | null
  /** Epoch milliseconds that segment offsets count from. */
  readonly startedAt: number | null
  readonly durationMs: number | null
  readonly participants: readonly { readonly name: string | null; readonly email: string | null }[]
  /** In order of time; never empty. */
  readonly segments: readonly TranscriptSegment[]
  readonly sourceUpdatedAt: number | null
  /** What was left out, corrected or is in doubt; empty where the document was read as it is. */
  readonly notes: readonly TranscriptNote[]
}

export type Fetched =
  | { readonly kind: 'transcript'; readonly transcript: PlatformTranscript }
  /**
   * A normal end without a transcript. `awaited`: this event brings none, but the meeting should get one (a file still to come, a
   * complete one after a partial one); false: the platform says that there is nothing to wait for (nobody spoke, it was deleted).
   */
  | { readonly kind: 'none'; readonly reason: string; readonly awaited: boolean }

/** All that is particular to one meeting platform. */
export interface Platform {
  readonly name: string
  /** Last path segments of its own routes: POST /webhooks/{name}/{route}. Every route takes every event of the platform. */
  readonly routes: readonly string[]
  /** Event names to subscribe to at the platform. */
  readonly events: readonly string[]
  readonly answerIdName: 'meeting_id' | 'transcript_id' | 'speech_id'
  /** Lower-case names of the headers that authentication and delivery identity need: kept with the raw record. */
  readonly signatureHeaders: readonly string[]
  /** How long after a delivery the platform may send it again (milliseconds): duplicates are expected within it. */
  readonly duplicateWindowMs: number
  /** How long after the first event of a meeting its transcript should be there (milliseconds); later, it is overdue. */
  readonly transcriptDeadlineMs: number
  /** What `integration add` asks for to fetch transcripts; encrypted at rest. */
  readonly credentials: z.ZodType
  /** The platform's own name for this delivery, of which `event` was read: the same when it sends it again. Never from a signature or a timestamp. */
  deliveryId(delivery: Delivery, event: PlatformEvent | undefined): string
  /**
   * The refusal that `authenticate` has for these headers whatever the body and the secrets are, so that neither has to be looked at. Never
   * throws.
   */
  precheck?(head: DeliveryHead): Exclude<Authentication, { kind: 'authentic' }> | undefined
  /** Read from a body that is not authenticated. Never throws; linear in the body's length. Absent: its bodies tell nothing. */
  clues?(body: Buffer): Clues
  /** How many MACs over the body `authenticate` makes for a secret that did not sign it; 1 where it is absent. */
  readonly macsPerSecret?: number
  /** Judged from bytes and headers only, before any parsing, in constant time whatever the input. Never throws. */
  authenticate(delivery: Delivery, secrets: readonly WebhookSecret[]): Authentication
  /** The delivery's signature, of a platform that signs every try anew: the same one a second time is a recording played back. */
  oneTimeSignature?(delivery: Delivery): string | undefined
  /** Never throws; linear in the body's length. */
  readEvent(body: Buffer): Reading
  /** Throws PermanentError, TransientError (scope `platform` where nothing else would be answered either) or NotYetError; never anything about our own dependencies. */
  fetchTranscript(request: FetchRequest, http: Http): Promise<Fetched>
}
