import { setTimeout as delay } from 'node:timers/promises'
import autocannon from 'autocannon'
import { headersFor } from '@hansard/simulator/webhook/send'
import { createLatencies } from './latencies.ts'
import type { LoadRequest, LoadResult, LoadSpec } from './load.ts'
import { traceparentAt } from './sent-at.ts'

/** Seconds after which a request counts as unanswered. */
const timeout = 10
/** A second is divided into at most so many moments at which connections begin. */
const mostSlots = 100

type Result = Omit<LoadResult, 'ownDelay' | 'ownCpuSeconds'>

/**
 * Sends what the spec says over keep-alive connections and resolves when all of it is answered. At a rate, every connection sends one request
 * a second and the connections' seconds are spread evenly: autocannon itself would send a connection's whole second in one burst, and its
 * correction for coordinated omission takes every interval for a millisecond, so it is not used (docs/decisions/0032-load-generator.md).
 */
export const generate = async (spec: LoadSpec): Promise<Result> => {
  const { shape } = spec
  const paced = shape.kind !== 'closed'
  const latencies = createLatencies(paced ? 1_000 : undefined)
  const statuses = new Map<number, number>()
  const begun = new Set<object>()
  const requests = requestsOf(spec)
  let errors = 0
  let sent = 0
  let first = Number.POSITIVE_INFINITY
  let last = 0

  const onResponse = (client: object, status: number, ms: number) => {
    const now = performance.now()
    first = Math.min(first, now - ms)
    last = Math.max(last, now)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    // A connection's first request also waits for the connection.
    if (begun.has(client)) latencies.add(ms)
    else begun.add(client)
  }
  const run = async (connections: number, amount: number) => {
    sent += amount
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const options = { url: spec.address, connections, amount, timeout, sampleInt: 100 }
    const instance = autocannon(
      { ...options, ...(paced ? { connectionRate: 1, ignoreCoordinatedOmission: true } : {}), ...requests },
      (error: unknown) => {
        if (error === null || error === undefined) resolve()
        else reject(error)
      },
    )
    instance.on('response', (client, status, _bytes, ms) => onResponse(client, status, ms))
    instance.on('reqError', () => (errors += 1))
    await promise
  }

  if (shape.kind === 'closed') await run(shape.connections, shape.amount)
  else if (shape.kind === 'burst') await run(shape.connections, shape.connections * shape.seconds)
  else {
    const slots = Math.min(shape.perSecond, mostSlots)
    const origin = performance.now()
    const running: Promise<void>[] = []
    for (let slot = 0; slot < slots; slot++) {
      await delay(Math.max(0, origin + (slot * 1_000) / slots - performance.now()))
      const connections = Math.floor(((slot + 1) * shape.perSecond) / slots) - Math.floor((slot * shape.perSecond) / slots)
      running.push(run(connections, connections * shape.seconds))
    }
    await Promise.all(running)
  }
  return { sent, statuses: Object.fromEntries(statuses), errors, seconds: (last - first) / 1_000, latency: latencies.summary() }
}

/** What autocannon is told to send: signed beforehand where it is sent again and again, as it is sent where each is sent once. */
const requestsOf = ({ requests, use }: LoadSpec): Pick<autocannon.Options, 'setupClient' | 'requests'> => {
  let turn = 0
  const next = () => {
    const request = requests[turn++ % requests.length]
    if (request === undefined) throw new RangeError('there is nothing to send')
    return request
  }
  if (use === 'once')
    return { requests: [{ setupRequest: (previous) => ({ ...previous, ...signed(next(), { traceparent: traceparentAt(Date.now()) }) }) }] }
  const prepared = requests.map((request) => signed(request, {}))
  return {
    setupClient(client) {
      const request = prepared[turn++ % prepared.length]
      if (request !== undefined) client.setRequests([request])
    },
  }
}

const signed = (request: LoadRequest, headers: Readonly<Record<string, string>>): autocannon.Request => ({
  method: 'POST',
  path: request.path,
  headers: headersFor({ url: '', ...request, headers: { ...request.headers, ...headers } }),
  body: request.body,
})
