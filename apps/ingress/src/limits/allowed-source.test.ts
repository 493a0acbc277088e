import { expect, it } from 'vitest'
import { isAllowedSource } from './allowed-source.ts'

const sources = ['192.0.2.0/25', '198.51.100.7', '2001:db8:7::/48']

it.each([
  ['192.0.2.0', true],
  ['192.0.2.127', true],
  ['192.0.2.128', false],
  ['198.51.100.7', true],
  ['198.51.100.8', false],
  ['2001:db8:7:ffff::1', true],
  ['2001:db8:8::1', false],
  ['unknown', false],
  ['', false],
])('of a list of addresses and blocks, %s is allowed: %s', (address, allowed) => {
  expect(isAllowedSource(sources, address)).toBe(allowed)
})

it('allows everything where nothing is listed', () => {
  expect(isAllowedSource([], 'unknown')).toBe(true)
})
