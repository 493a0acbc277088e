import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { widthOf } from '../terminal/text.ts'
import { instructions } from './integration-add.ts'
import { listing } from './integration.ts'

const platform = { name: 'zoom', routes: ['recording-completed', 'transcript-completed'], events: ['recording.completed'] }
const base = 'https://hooks.example.com'

describe('what to enter at a platform', () => {
  test('is the integration’s own URL and the platform’s, with the events', () => {
    const lines = instructions(platform, { base, urlKey: 'KEY', signed: true })
    expect(lines).toContain('  https://hooks.example.com/webhooks/zoom/i/KEY')
    expect(lines).toContain('  https://hooks.example.com/webhooks/zoom/recording-completed')
    expect(lines).toContain('  recording.completed')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('is the integration’s own URL alone where nothing is signed: nothing else would vouch for a delivery', () => {
    const lines = instructions(platform, { base, urlKey: 'KEY', signed: false })
    expect(lines.filter((line) => line.includes('/webhooks/'))).toEqual(['  https://hooks.example.com/webhooks/zoom/i/KEY'])
  })

  test('says that a key is not shown again', () => {
    expect(instructions(platform, { base, urlKey: undefined, signed: false }).join('\n')).toContain('not shown again')
  })
})

test('the list of integrations fits 80 columns whatever they are called', () => {
  const integration = (name: string) => ({
    id: randomUUID(),
    workspace: 'A workspace with quite a name 株式会社',
    platform: 'fireflies',
    name,
    status: 'connected' as const,
    secrets: 1,
    hasCredentials: true,
    createdAt: new Date(),
  })
  const lines = listing([integration('main'), integration('an account with a name of its own, and a long one')], 80)
  expect(lines[0]).toMatch(/^ID +WORKSPACE +PLATFORM +NAME +STATUS +SECRETS +CREDENTIALS$/)
  expect(lines[1]).toMatch(/^[0-9a-f]{8} {2}A workspace.*… +fireflies +main +connected +1 +yes$/)
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
})
