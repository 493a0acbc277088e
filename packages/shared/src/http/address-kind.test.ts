import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKind } from './address-kind.ts'

test.each(['8.8.8.8', '170.114.52.2', '2606:4700::6810:85e5', '::ffff:8.8.8.8', '64:ff9b::808:808'])('%s is public', (address) => {
  expect(addressKind(address)).toBe('public')
})

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.7',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fd12:3456:789a::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:10.0.0.7',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.7',
])('%s is private', (address) => {
  expect(addressKind(address)).toBe('private')
})

test.each([
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['link-local, and the metadata of most clouds', '169.254.169.254'],
  ['the same, mapped', '::ffff:169.254.169.254'],
  ['the same, mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
  ['the same, through NAT64', '64:ff9b::a9fe:a9fe'],
  ['metadata of AWS', 'fd00:ec2::254'],
  ['metadata of Alibaba', '100.100.100.200'],
  ['metadata of Azure', '168.63.129.16'],
  ['metadata of Oracle', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['IPv4-compatible', '::127.0.0.1'],
  ['IPv4-compatible', '::8.8.8.8'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64 of a network of its own', '64:ff9b:1::a9fe:a9fe'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['link-local', 'fe80::1'],
  ['with a zone', 'fe80::1%eth0'],
  ['with a zone', '2606:4700::1%eth0'],
  ['site-local', 'fec0::1'],
  ['discarded', '100::1'],
  ['segment routing', '5f00::1'],
  ['multicast', 'ff02::1'],
  ['a name', 'localhost'],
  ['nothing', ''],
])('%s is forbidden: %s', (_, address) => {
  expect(addressKind(address)).toBe('forbidden')
})

const octet = fc.integer({ min: 0, max: 255 })

test('an IPv4 address is judged alike however IPv6 spells it', () => {
  fc.assert(
    fc.property(octet, octet, octet, octet, (a, b, c, d) => {
      const dotted = [a, b, c, d].join('.')
      const pair = (high: number, low: number) => ((high << 8) | low).toString(16)
      const hex = `${pair(a, b)}:${pair(c, d)}`
      const kind = addressKind(dotted)
      for (const spelled of [`::ffff:${dotted}`, `::FFFF:${hex}`, `64:ff9b::${hex}`]) expect(addressKind(spelled)).toBe(kind)
      for (const hidden of [`::${hex}`, `2002:${hex}::1`]) expect(addressKind(hidden)).not.toBe('public')
    }),
  )
})
