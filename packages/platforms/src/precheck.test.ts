import { assert, boolean, constantFrom, dictionary, oneof, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { anyText } from './any-text.ts'
import { createPlatforms, platformConfig } from './platforms.ts'

const platforms = createPlatforms(z.object(platformConfig).parse({}))
const receivedAt = 1_785_368_934_000
const mac = 'a'.repeat(64)
const names = ['x-zm-signature', 'x-zm-request-timestamp', 'x-hub-signature', 'x-fireflies-signature', 'x-otter-signature'] as const
const values = oneof(anyText(), constantFrom('', mac, `v0=${mac}`, `sha256=${mac}`, mac.toUpperCase(), '1785368934', '1785360000'))
const someHeaders = dictionary(constantFrom(...names), values)

describe.each([...platforms.values()])('the headers of $name alone', (platform) => {
  it('are judged as they are together with the body: whatever is refused by them is refused in the same words', () => {
    assert(
      property(someHeaders, boolean(), (headers, byIntegrationUrl) => {
        const head = { headers: { ...headers }, receivedAt, byIntegrationUrl }
        const refusal = platform.precheck?.(head)
        const judged = platform.authenticate({ ...head, body: Buffer.from('{}') }, [{ id: 's', value: 'secret' }])
        expect(refusal ?? judged).toEqual(judged)
        expect(refusal !== undefined || judged.kind !== 'missing').toBe(true)
      }),
    )
  })
})

it.each([
  ['zoom', { 'x-zm-signature': `v0=${mac.slice(1)}`, 'x-zm-request-timestamp': '1785368934' }],
  ['zoom', { 'x-zm-signature': `v0=${mac}`, 'x-zm-request-timestamp': '1785360000' }],
  ['fireflies', { 'x-hub-signature': `sha256=${mac}0` }],
  ['fireflies', { 'x-hub-signature': `sha1=${mac}` }],
  ['otter', { 'x-otter-signature': `z${mac.slice(1)}` }],
])('a header of %s that no secret makes is refused before any secret is asked for: %j', (name, headers) => {
  const head = { headers: headers as Readonly<Record<string, string>>, receivedAt, byIntegrationUrl: true }
  expect(platforms.get(name)?.precheck?.(head)).toMatchObject({ kind: 'forged' })
})
