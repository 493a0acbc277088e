import { z } from 'zod'

/** Every address of the simulated platforms that can misbehave. */
export const endpoints = [
  'zoom.oauth',
  'zoom.recordings',
  'zoom.transcript',
  'zoom.download',
  'zoom.cdn',
  'fireflies.graphql',
  'otter.conversation',
] as const
export type EndpointName = (typeof endpoints)[number]

const target = z.enum([...endpoints, 'zoom', 'fireflies', 'otter'])

/** `endpoint`: one, or a platform's name for all of its. `times`: how many requests it strikes; without it until cleared. */
const common = { endpoint: target, times: z.number().int().min(1).optional() }

const retryAfterSeconds = z.number().int().min(0).optional()

/** Something that goes wrong on request. */
export const Fault = z.discriminatedUnion('kind', [
  /** Waits before it answers as usual. */
  z.object({ ...common, kind: z.literal('slow'), ms: z.number().int().min(0) }),
  /** 401, in the platform's words. */
  z.object({ ...common, kind: z.literal('unauthorized') }),
  /** 404 with Zoom's code 3301: not there yet. */
  z.object({ ...common, kind: z.literal('not-ready') }),
  /** 429, with `Retry-After` in seconds where they are given. */
  z.object({ ...common, kind: z.literal('rate-limited'), retryAfterSeconds }),
  /** 503, with `Retry-After` in seconds where they are given. */
  z.object({ ...common, kind: z.literal('unavailable'), retryAfterSeconds }),
  /** Any other status, with the platform's error body. */
  z.object({ ...common, kind: z.literal('status'), status: z.number().int().min(400).max(599) }),
  /** 200 with a web page, as Zoom answers downloads it does not permit. */
  z.object({ ...common, kind: z.literal('html') }),
  /** The connection is reset without an answer. */
  z.object({ ...common, kind: z.literal('reset') }),
  /** Fireflies: 200 with `errors`, by code; `too_many_requests` says in its metadata when to come back. */
  z.object({
    ...common,
    endpoint: z.literal('fireflies.graphql'),
    kind: z.literal('graphql-error'),
    code: z.string().min(1),
    retryAfterSeconds,
  }),
  /** Fireflies: the meeting is still going on; half of the sentences, as live captions. */
  z.object({ ...common, endpoint: z.literal('fireflies.graphql'), kind: z.literal('live') }),
  /** Fireflies: `sentences` is null. */
  z.object({ ...common, endpoint: z.literal('fireflies.graphql'), kind: z.literal('no-sentences') }),
  /** Zoom: the download token of the webhook counts as expired (401); tokens from the API still work. */
  z.object({ ...common, endpoint: z.literal('zoom.download'), kind: z.literal('expired-download-token') }),
  /** Zoom: the transcript may not be downloaded, for this reason: NOT_READY, NO_TRANSCRIPT_DATA, DELETED_OR_TRASHED, … */
  z.object({ ...common, endpoint: z.literal('zoom.transcript'), kind: z.literal('restricted'), reason: z.string().min(1) }),
  /** Otter: half of the transcript, and nothing of the processing finished. */
  z.object({ ...common, endpoint: z.literal('otter.conversation'), kind: z.literal('unfinished') }),
])
export type Fault = z.infer<typeof Fault>

export interface Faults {
  add(fault: Fault): void
  clear(): void
  /** What strikes this request: the oldest `slow` and the oldest other fault that are left for the endpoint. Uses them up. */
  take(endpoint: EndpointName): { readonly slowMs: number; readonly fault: Fault | undefined }
}

export const createFaults = (): Faults => {
  let pending: { readonly fault: Fault; left: number }[] = []
  const takeFirst = (endpoint: EndpointName, wanted: (fault: Fault) => boolean): Fault | undefined => {
    const entry = pending.find(({ fault }) => wanted(fault) && (endpoint === fault.endpoint || endpoint.startsWith(`${fault.endpoint}.`)))
    if (entry === undefined) return undefined
    entry.left -= 1
    pending = pending.filter(({ left }) => left > 0)
    return entry.fault
  }
  return {
    add: (fault) => pending.push({ fault, left: fault.times ?? Infinity }),
    clear: () => {
      pending = []
    },
    take: (endpoint) => {
      const slow = takeFirst(endpoint, ({ kind }) => kind === 'slow')
      return { slowMs: slow?.kind === 'slow' ? slow.ms : 0, fault: takeFirst(endpoint, ({ kind }) => kind !== 'slow') }
    },
  }
}
