import { setTimeout as wait } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import type { PlatformName } from '../meeting/meeting.ts'
import { answerWithPage, refuse } from './answer.ts'
import type { EndpointName, Fault } from './faults.ts'
import type { World } from './world.ts'

type Handler = (request: Request, response: Response, fault: Fault | undefined) => void | Promise<void>

/** The credential of an `Authorization: Bearer` header. */
export const bearerOf = (request: Request): string | undefined => /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

const platformOf = (name: EndpointName): PlatformName => {
  if (name.startsWith('zoom.')) return 'zoom'
  return name.startsWith('fireflies.') ? 'fireflies' : 'otter'
}

const refuseFor = (response: Response, platform: PlatformName, status: number, retryAfterSeconds?: number): void => {
  if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds))
  refuse(response, platform, status)
}

/** Answers in place of the handler. False: the fault is the handler's own affair. */
const strike = (fault: Fault, platform: PlatformName, request: Request, response: Response): boolean => {
  switch (fault.kind) {
    case 'unauthorized':
      refuse(response, platform, 401)
      return true
    case 'not-ready':
      refuse(response, platform, 404)
      return true
    case 'rate-limited':
      refuseFor(response, platform, 429, fault.retryAfterSeconds)
      return true
    case 'unavailable':
      refuseFor(response, platform, 503, fault.retryAfterSeconds)
      return true
    case 'status':
      refuse(response, platform, fault.status)
      return true
    case 'html':
      answerWithPage(response)
      return true
    case 'reset':
      request.socket.resetAndDestroy()
      return true
    case 'slow':
    case 'graphql-error':
    case 'live':
    case 'no-sentences':
    case 'expired-download-token':
    case 'restricted':
    case 'unfinished':
      return false
  }
}

const writeDown = (
  world: World,
  name: EndpointName | undefined,
  request: Request,
  response: Response,
  fault: Fault['kind'] | undefined,
): void => {
  const entry = {
    at: world.now(),
    method: request.method,
    host: request.headers.host ?? '',
    path: `${request.baseUrl}${request.path}`,
    endpoint: name,
    authorization: request.headers.authorization?.split(' ')[0]?.toLowerCase(),
    fault,
  }
  response.once('close', () => world.log.add({ ...entry, status: response.headersSent ? response.statusCode : 0 }))
}

/** True when the request was refused for bringing a credential to a host that it is not for. */
const refusedAsStray = (world: World, name: EndpointName, request: Request, response: Response): boolean => {
  const { host, authorization } = request.headers
  if (authorization === undefined || (host === world.apiHost() && name !== 'zoom.cdn')) return false
  world.log.offend('credential-to-another-host', `An authorization header came to ${host ?? 'an unnamed host'} (${name})`)
  refuse(response, platformOf(name), 400)
  return true
}

/** A simulated address: writes every request down, lets the faults strike, refuses strayed credentials, then lets the handler answer. */
export const endpoint =
  (world: World, name: EndpointName, handle: Handler): RequestHandler =>
  async (request, response) => {
    const { slowMs, fault } = world.faults.take(name)
    writeDown(world, name, request, response, fault?.kind ?? (slowMs > 0 ? 'slow' : undefined))
    if (slowMs > 0) {
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      const stayed = await wait(slowMs, true, { signal: gone.signal, ref: false }).catch(() => false)
      if (!stayed) return
    }
    if (refusedAsStray(world, name, request, response)) return
    if (fault !== undefined && strike(fault, platformOf(name), request, response)) return
    await handle(request, response, fault)
  }

/** For everything that no platform serves. */
export const nothingHere =
  (world: World): RequestHandler =>
  (request, response) => {
    writeDown(world, undefined, request, response, undefined)
    response.status(404).json({ message: 'Nothing is simulated here.' })
  }
