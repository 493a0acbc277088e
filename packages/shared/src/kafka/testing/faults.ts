import { createRequire } from 'node:module'
import { kafkajs } from '../kafkajs.ts'

const require = createRequire(import.meta.url)

type Call = () => Promise<unknown>
/** Of any kind: what tests tell requests apart by. */
interface Request {
  readonly transactionalId?: string
  readonly groupId?: string
}
const prototype = (require('kafkajs/src/broker') as { readonly prototype: Record<string, (request: Request) => Promise<unknown>> })
  .prototype

const errors = require('kafkajs/src/protocol/error') as {
  readonly errorCodes: readonly { readonly type: string; readonly code: number }[]
  createErrorFromCode(code: number): Error
}

/** While it is in use, requests go through a fault. */
export interface Fault extends Disposable {
  /** Requests that were made so far. */
  count(): number
}

interface Installed {
  readonly about: string
  through(call: Call): Promise<unknown>
}
const installed = new Map<string, Set<Installed>>()

/** One for each kind of request, made once: faults come and go in any order. */
const faultsOf = (kind: string): Set<Installed> => {
  const known = installed.get(kind)
  if (known !== undefined) return known
  const faults = new Set<Installed>()
  const original = prototype[kind]
  if (original === undefined) throw new Error(`kafkajs has no request ${kind}`)
  prototype[kind] = function faulty(request) {
    const call = () => original.call(this, request)
    const fault = [...faults].find(({ about }) => `${request.transactionalId} ${request.groupId} `.includes(about))
    return fault === undefined ? call() : fault.through(call)
  }
  installed.set(kind, faults)
  return faults
}

/**
 * Lets requests of one kind fail as networks and brokers let them fail: those whose transactional id or group contains
 * `about`. `nth` is 1 for the first of them.
 */
export const onRequest = (kind: string, about: string, fault: (call: Call, nth: number) => Promise<unknown>): Fault => {
  const faults = faultsOf(kind)
  let count = 0
  const own: Installed = { about, through: (call) => fault(call, ++count) }
  faults.add(own)
  return { count: () => count, [Symbol.dispose]: () => void faults.delete(own) }
}

/** The broker does as asked, and its answer is lost. */
export const loseAnswer = async (call: Call): Promise<never> => {
  await call()
  throw new kafkajs.KafkaJSRequestTimeoutError('the answer was lost')
}

/** The broker never hears of it. */
export const loseRequest = async (): Promise<never> => {
  throw new kafkajs.KafkaJSRequestTimeoutError('the request was lost')
}

/** The broker refuses, with the error of that name. */
export const refuse = async (type: string): Promise<never> => {
  const known = errors.errorCodes.find((error) => error.type === type)
  if (known === undefined) throw new Error(`Kafka has no error ${type}`)
  throw errors.createErrorFromCode(known.code)
}
