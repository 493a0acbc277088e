import { lookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { PermanentError } from '../errors.ts'
import { type AddressKind, addressKind } from './address-kind.ts'

/** All addresses of a name. Rejects when there is none. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/** The system's resolver, /etc/hosts included. */
export const systemResolve: Resolve = (hostname) => {
  const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>()
  lookup(hostname, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)))
  return promise
}

/** Throws PermanentError unless every address of the host is of a permitted kind: one good answer does not excuse a bad one. */
export const checkAddresses = (hostname: string, addresses: readonly string[], permitted: ReadonlySet<AddressKind>): void => {
  const bad = addresses.find((address) => !permitted.has(addressKind(address)))
  if (bad !== undefined)
    throw new PermanentError(
      `${hostname} is at ${bad}, a ${addressKind(bad)} address, which may not be asked${addressKind(bad) === 'private' ? ' (see OUTGOING_PRIVATE_HOSTS)' : ''}`,
    )
}

/**
 * For a socket's `lookup`: the connection goes to what was checked here and to nothing else, so that a name cannot change its meaning
 * between the check and the connection. Sockets do not call it for a host that is an address already.
 */
export const checkedLookup = (permitted: ReadonlySet<AddressKind>, resolve: Resolve): LookupFunction => {
  const checked = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname)
    const [first] = addresses
    if (first === undefined) throw new Error(`${hostname} has no address`)
    checkAddresses(
      hostname,
      addresses.map(({ address }) => address),
      permitted,
    )
    return { first, addresses }
  })
  return (hostname, options, callback) =>
    checked(hostname, (error, found) => {
      if (error !== null) callback(error, '')
      else if (options.all === true) callback(null, [...found.addresses])
      else callback(null, found.first.address, found.first.family)
    })
}
