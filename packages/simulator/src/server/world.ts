import type { Meeting } from '../meeting/meeting.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { createRequestLog } from './request-log.ts'
import type { RequestLog } from './request-log.ts'

/** What the simulated platforms accept from their customers. Invented, and no secret. */
export interface Credentials {
  readonly zoom: { readonly accountId: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string }
  readonly fireflies: { readonly apiKey: string }
  readonly otter: { readonly apiKey: string }
}

export const simulatorCredentials: Credentials = {
  zoom: {
    accountId: 'Qk3vS8nTR6yB1wX0zE5uLg',
    clientId: 'simulated-zoom-client',
    clientSecret: 'simulated-zoom-client-secret',
    refreshToken: 'simulated-zoom-refresh-0',
  },
  fireflies: { apiKey: 'simulated-fireflies-key' },
  otter: { apiKey: 'simulated-otter-key' },
}

/** What the simulated platforms know, shared by all of them. */
export interface World {
  readonly now: () => number
  readonly faults: Faults
  readonly log: RequestLog
  /** Host and port of the platforms' own addresses. */
  readonly apiHost: () => string
  /** Host and port of Zoom's download servers: the same server by another name. */
  readonly cdnHost: () => string
  /** What others reach it by: `host:port` each. */
  setHosts(api: string, cdn: string): void
  addMeeting(meeting: Meeting): void
  meetings(): readonly Meeting[]
  findMeeting(matches: (meeting: Meeting) => boolean): Meeting | undefined
}

export const createWorld = (now: () => number): World => {
  const meetings = new Map<string, Meeting>()
  let hosts = { api: '', cdn: '' }
  return {
    now,
    faults: createFaults(),
    log: createRequestLog(now),
    apiHost: () => hosts.api,
    cdnHost: () => hosts.cdn,
    setHosts: (api, cdn) => {
      hosts = { api, cdn }
    },
    addMeeting: (meeting) => meetings.set(meeting.key, meeting),
    meetings: () => [...meetings.values()],
    findMeeting: (matches) => [...meetings.values()].find(matches),
  }
}
