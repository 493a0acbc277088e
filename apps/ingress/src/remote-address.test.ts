import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createRemoteAddresses } from './remote-address.ts'

const requestFrom = (remoteAddress: string | undefined, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

describe('the sender of a request', () => {
  it.each([
    ['who is connected', [], requestFrom('192.0.2.7'), '192.0.2.7'],
    ['who is connected, whatever they say they forward', [], requestFrom('192.0.2.7', '198.51.100.1'), '192.0.2.7'],
    ['whom a trusted proxy names', ['loopback'], requestFrom('127.0.0.1', '198.51.100.1'), '198.51.100.1'],
    ['as IPv4, however the socket spells it', [], requestFrom('::ffff:192.0.2.7'), '192.0.2.7'],
    ['not known, of a connection that is gone already', [], requestFrom(undefined), 'unknown'],
    ['not known, of one that is gone where proxies are trusted', ['loopback', '10.0.0.0/8'], requestFrom(undefined), 'unknown'],
  ])('is %s', (_what, proxies, request, address) => {
    expect(createRemoteAddresses(proxies).of(request)).toBe(address)
  })
})
