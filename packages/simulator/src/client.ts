import { request } from 'undici'
import type { Meeting } from './meeting/meeting.ts'
import type { Fault } from './server/faults.ts'
import type { LoggedRequest, Offence } from './server/request-log.ts'

/** A simulator in another process. Every call rejects when it cannot be reached or refuses. */
export interface SimulatorClient {
  addMeeting(meeting: Meeting): Promise<void>
  addFault(fault: Fault): Promise<void>
  clearFaults(): Promise<void>
  requests(): Promise<{ readonly requests: readonly LoggedRequest[]; readonly offences: readonly Offence[] }>
  clearRequests(): Promise<void>
}

/** `address`: `http://127.0.0.1:{port}`. */
export const createSimulatorClient = (address: string): SimulatorClient => {
  const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, value?: object): Promise<string> => {
    const sent = value === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
    const { statusCode, body } = await request(`${address}/control${path}`, { method, ...sent })
    const text = await body.text()
    if (statusCode >= 300) throw new Error(`The simulator answered ${statusCode} to ${method} ${path}: ${text}`)
    return text
  }
  return {
    addMeeting: async (meeting) => void (await call('POST', '/meetings', meeting)),
    addFault: async (fault) => void (await call('POST', '/faults', fault)),
    clearFaults: async () => void (await call('DELETE', '/faults')),
    requests: async () => JSON.parse(await call('GET', '/requests')) as Awaited<ReturnType<SimulatorClient['requests']>>,
    clearRequests: async () => void (await call('DELETE', '/requests')),
  }
}
