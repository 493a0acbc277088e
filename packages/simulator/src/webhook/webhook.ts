import type { PlatformName } from '../meeting/meeting.ts'

/** What a platform is about to POST, not yet signed: the same object sent twice is the platform's own retry. */
export interface Webhook {
  readonly platform: PlatformName
  readonly event: string
  /** Where the specification has the platform deliver to; an integration's own URL takes every event as well. */
  readonly path: string
  /** The exact bytes: text stands for its UTF-8. */
  readonly body: string
  /** What the platform sends besides the signature; the delivery's id is in here where the platform has one. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a builder needs to know about the moment and the place. */
export interface Occasion {
  /** Epoch milliseconds at which the platform says it happened. */
  readonly at: number
  /** The simulator that serves the meeting's files: `http://127.0.0.1:{port}`. */
  readonly simulator: string
}
