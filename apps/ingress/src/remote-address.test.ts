import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import cases from './fixtures/x-forwarded-for-with-port.json' with { type: 'json' }
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

describe('what a trusted proxy forwards', () => {
  const sender = (forwarded: string, peer = '10.0.0.5') =>
    createRemoteAddresses(['10.0.0.0/8', 'fd00::/8']).of(requestFrom(peer, forwarded))

  it.each(cases)('may have ports: $x-forwarded-for', ({ peer, trusted, 'x-forwarded-for': forwarded, expect: address }) => {
    expect(createRemoteAddresses(trusted).of(requestFrom(peer, forwarded))).toBe(address)
  })

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    [' 203.0.113.9 ', '203.0.113.9'],
    ['"203.0.113.9:51234"', '203.0.113.9'],
    ['[2001:db8::7]:51234', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['"[2001:db8::7]:443"', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:51234', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9:51234, [fd00::1]:80, 10.0.0.7', '203.0.113.9'],
    ['203.0.113.9, , 10.0.0.7,', '203.0.113.9'],
    ['10.0.0.9:1, 10.0.0.7:2', '10.0.0.9'],
  ])('%s: it came from %s', (forwarded, address) => {
    expect(sender(forwarded)).toBe(address)
  })

  it.each([
    'unknown',
    '_hidden',
    '"_gazonk"',
    'proxy.example',
    '203.0.113.9.1',
    '203.0.113.999',
    '0203.0.113.9',
    '203.0.113.9:port',
    '203.0.113.9:123456',
    '[203.0.113.9]:80',
    '2001:db8::7]:80',
    '[]:80',
    ':80',
    'for=203.0.113.9',
    '198.51.100.1, unknown',
  ])('%s is no address: it counts as the proxy that says so', (forwarded) => {
    expect(sender(forwarded)).toBe('10.0.0.5')
    expect(sender(`${forwarded}, 10.0.0.7:80`)).toBe('10.0.0.7')
  })

  it('is not looked at beyond the first that is not trusted', () => {
    expect(sender('10.0.0.1, 203.0.113.9:1, 10.0.0.7')).toBe('203.0.113.9')
    expect(sender('198.51.100.1', '192.0.2.7')).toBe('192.0.2.7')
  })

  it('is an IP address or unknown, whatever it says', () => {
    const property = fc.property(fc.string(), (forwarded) => isIP(sender(forwarded)) !== 0)
    expect(() => fc.assert(property)).not.toThrow()
  })
})
