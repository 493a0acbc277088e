import { describe, expect, it } from 'vitest'
import { createFailingAddresses } from './failing-addresses.ts'

const start = () => {
  const clock = { now: 10_000_000 }
  const addresses = createFailingAddresses({ now: () => clock.now, perMinute: 5 })
  const fail = (address: string, times: number) => Array.from({ length: times }, () => addresses.failed(address))
  return { clock, addresses, fail }
}

describe('an address that fails too often', () => {
  it('is not looked at until its failures are a minute old, and then at the limit’s rate', () => {
    const { clock, addresses, fail } = start()
    fail('192.0.2.1', 5)
    expect(addresses.blockedMs('192.0.2.1')).toBe(60_000)
    expect(addresses.blockedMs('192.0.2.2')).toBe(0)
    clock.now += 60_000
    expect(addresses.blockedMs('192.0.2.1')).toBe(0)
  })

  it('has an hour’s limit besides', () => {
    const { clock, addresses, fail } = start()
    for (let minute = 0; minute < 10; minute += 1) {
      fail('192.0.2.1', 5)
      clock.now += 60_000
    }
    expect(addresses.blockedMs('192.0.2.1')).toBe(3_000_000)
  })

  it('has ten times the credit while it also sends what is authentic', () => {
    const { clock, addresses, fail } = start()
    addresses.succeeded('192.0.2.1')
    fail('192.0.2.1', 49)
    expect(addresses.blockedMs('192.0.2.1')).toBe(0)
    fail('192.0.2.1', 1)
    expect(addresses.blockedMs('192.0.2.1')).toBe(60_000)
    clock.now += 3_600_000
    fail('192.0.2.1', 5)
    expect(addresses.blockedMs('192.0.2.1')).toBe(60_000)
  })

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:db8::1', '2001:0db8:0:0:1::'],
    ['fe80::1%eth0', 'fe80::2'],
    ['::2', '0:0:0:0:1:2:3:4'],
  ])('is a whole /64 of IPv6: %s and %s', (one, other) => {
    const { addresses, fail } = start()
    fail(one, 5)
    expect(addresses.blockedMs(other)).toBe(60_000)
    expect(addresses.blockedMs('2001:db8:1:3::1')).toBe(0)
  })

  it('is never this machine itself', () => {
    const { addresses, fail } = start()
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) {
      fail(address, 100)
      expect(addresses.blockedMs(address)).toBe(0)
    }
  })
})
