import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Directory } from '@hansard/shared/directory/directory'
import { hmacHex } from './hmac.ts'
import { createPlatforms, platformConfig } from './platforms.ts'
import { recognise } from './recognise.ts'

const platforms = createPlatforms(z.object(platformConfig).parse({}))
const body = Buffer.from('{"event":"x"}')
const secret = 'test-secret-token-0123456789'
const receivedAt = 1_785_368_934_000
const time = '1785368934'
const zoom = `v0=${hmacHex(secret, `v0:${time}:`, body)}`
const plain = hmacHex(secret, body)

const recognised = (name: string, headers: Readonly<Record<string, string>>) => {
  const platform = platforms.get(name)
  if (platform === undefined) throw new Error(name)
  const directory: Directory = {
    integrations: [
      {
        id: 'i',
        workspaceId: 'w',
        platform: name,
        status: 'connected',
        urlKeyHash: null,
        secrets: [{ id: 's', value: secret, activeFrom: 0, activeUntil: null }],
      },
    ],
    members: new Map(),
    domains: new Map(),
  }
  return recognise(platform, { headers, body, receivedAt, byIntegrationUrl: false }, { directory })
}

describe('a doubled header is refused, and named', () => {
  test.each([
    ['zoom', 'x-zm-signature', 'signature', { 'x-zm-signature': `${zoom}, ${zoom}`, 'x-zm-request-timestamp': time }],
    ['zoom', 'x-zm-request-timestamp', 'timestamp', { 'x-zm-signature': zoom, 'x-zm-request-timestamp': `${time}, ${time}` }],
    ['fireflies', 'x-hub-signature', 'signature', { 'x-hub-signature': `sha256=${plain}, sha256=${plain}` }],
    ['fireflies', 'x-fireflies-signature', 'signature', { 'x-fireflies-signature': `sha256=${plain}, x` }],
    ['otter', 'x-otter-signature', 'signature', { 'x-otter-signature': `${plain}, ` }],
  ])('%s: %s', (name, header, problem, headers) => {
    expect(recognised(name, headers)).toEqual({ kind: 'forged', problem, detail: `the header ${header} was sent twice` })
  })

  test('only where it is what the refusal is about', () => {
    const wrong = { 'x-zm-signature': `v0=${'0'.repeat(64)}`, 'x-zm-request-timestamp': time, 'x-zm-request-id': 'a, a' }
    expect(recognised('zoom', wrong)).toMatchObject({ detail: 'x-zm-signature does not match the body under any known secret' })
    const late = { 'x-zm-signature': `${zoom}, ${zoom}`, 'x-zm-request-timestamp': '1' }
    expect(recognised('zoom', late)).toMatchObject({ problem: 'timestamp', detail: expect.stringContaining('s from the time of receipt') })
  })
})
