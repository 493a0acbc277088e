import { expect, test } from 'vitest'
import { againstRetiring, ago } from './retirement.ts'
import type { SecretListing } from './secrets.ts'

const now = new Date('2026-03-03T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const secret = (id: string, more: Partial<SecretListing> = {}): SecretListing => ({
  id,
  integrationId: 'one',
  workspace: 'Acme',
  platform: 'zoom',
  integration: 'main',
  activeFrom: null,
  activeUntil: null,
  createdAt: hoursAgo(1_000),
  lastUsedAt: null,
  retiredBy: null,
  retiredReason: null,
  ...more,
})
const against = (old: SecretListing, ...others: readonly SecretListing[]) =>
  againstRetiring(old, [old, ...others], { now, idleMs: 24 * 3_600_000 })

test('nothing speaks against retiring a secret that was used long ago, while another one is used', () => {
  expect(against(secret('old', { lastUsedAt: hoursAgo(25) }), secret('new', { lastUsedAt: hoursAgo(1) }))).toEqual([])
  expect(against(secret('old'), secret('new', { lastUsedAt: hoursAgo(1) }))).toEqual([])
})

test.each([
  ['it was used lately', secret('old', { lastUsedAt: hoursAgo(23) }), [secret('new', { lastUsedAt: hoursAgo(1) })], 'It was used 23 h ago'],
  ['nothing has come since it was used', secret('old', { lastUsedAt: hoursAgo(90) }), [secret('new')], 'No other secret'],
  [
    'the other was used before it',
    secret('old', { lastUsedAt: hoursAgo(30) }),
    [secret('new', { lastUsedAt: hoursAgo(60) })],
    'No other secret',
  ],
  ['it is the only one', secret('old'), [], 'the only one'],
  [
    'the other is of another integration',
    secret('old'),
    [secret('new', { integrationId: 'two', lastUsedAt: hoursAgo(1) })],
    'the only one',
  ],
  ['the other has ended', secret('old'), [secret('new', { activeUntil: hoursAgo(1), lastUsedAt: hoursAgo(2) })], 'the only one'],
  ['the other is not valid yet', secret('old'), [secret('new', { activeFrom: hoursAgo(-1) })], 'the only one'],
])('it is refused where %s', (_, old, others, because) => {
  expect(against(old, ...others)).toEqual([expect.stringContaining(because)])
})

test('what is not in force can go', () => {
  expect(against(secret('pending', { activeFrom: hoursAgo(-1) }))).toEqual([])
})

test.each([
  [0, '0 s ago'],
  [119, '119 s ago'],
  [121, '2 min ago'],
  [7_200, '2 h ago'],
  [172_800, '2 days ago'],
])('%i seconds are %s', (seconds, text) => {
  expect(ago(now, new Date(now.getTime() - seconds * 1_000))).toMatch(new RegExp(`^${text} \\(2026-0\\d-\\d\\d \\d\\d:\\d\\d UTC\\)$`))
})
