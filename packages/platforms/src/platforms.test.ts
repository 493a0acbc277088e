import { readFileSync, readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastTime } from './least-time.ts'
import { z } from 'zod'
import type { Reading } from './platform.ts'
import { createPlatforms, platformConfig } from './platforms.ts'

const config = z.object(platformConfig)
const platforms = createPlatforms(config.parse({}))
const each = [...platforms.values()]

test('knows the three platforms by name', () => {
  expect([...platforms.keys()]).toEqual(['zoom', 'fireflies', 'otter'])
})

test('serves the routes of the specification', () => {
  expect(Object.fromEntries(each.map(({ name, routes, answerIdName }) => [name, [answerIdName, ...routes]]))).toEqual({
    zoom: ['meeting_id', 'recording-completed', 'transcript-completed'],
    fireflies: ['transcript_id', 'transcript-ready', 'transcript-updated'],
    otter: ['speech_id', 'speech-created', 'speech-updated', 'conversation-completed'],
  })
})

test('gives every platform longer for a transcript than its retries of a delivery take', () => {
  for (const { transcriptDeadlineMs, duplicateWindowMs } of each) expect(transcriptDeadlineMs).toBeGreaterThan(duplicateWindowMs)
})

test('points at the real platforms unless told otherwise', () => {
  expect(config.parse({})).toEqual({
    ZOOM_API_URL: 'https://api.zoom.us/v2',
    ZOOM_OAUTH_URL: 'https://zoom.us/oauth',
    FIREFLIES_API_URL: 'https://api.fireflies.ai',
    OTTER_API_URL: 'https://api.otter.ai',
    TRANSCRIPT_HOSTS: ['zoom.us', '*.zoom.us', 'zoom.com', '*.zoom.com', 'zoomgov.com', '*.zoomgov.com'],
  })
})

test('reads bases with a slash at their end, and lists of hosts with spaces', () => {
  expect(config.parse({ ZOOM_API_URL: 'http://127.0.0.1:9000/zoom/v2/', TRANSCRIPT_HOSTS: ' 127.0.0.1:9000, *.zoom.us ' })).toMatchObject({
    ZOOM_API_URL: 'http://127.0.0.1:9000/zoom/v2',
    TRANSCRIPT_HOSTS: ['127.0.0.1:9000', '*.zoom.us'],
  })
})

test.each([
  { ZOOM_API_URL: 'api.zoom.us' },
  { OTTER_API_URL: 'ftp://otter.example' },
  { TRANSCRIPT_HOSTS: 'https://zoom.us/' },
  { TRANSCRIPT_HOSTS: ',' },
])('refuses the configuration %j', (given) => {
  expect(config.safeParse(given).success).toBe(false)
})

describe.each(each)('$name reads whatever is sent', (platform) => {
  const read = (body: Buffer | string) => platform.readEvent(Buffer.from(body))

  test.each([
    ['nothing', ''],
    ['no JSON', '{"event":'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s is not JSON', (_, body) => {
    expect(read(body)).toEqual({ kind: 'invalid', reason: 'body is not JSON' })
  })

  test.each(['[]', '"text"', 'null', '1e999', 'true'])('%s is no object', (body) => {
    expect(read(body)).toEqual({ kind: 'invalid', reason: 'the body must be a JSON object' })
  })

  test('refuses what is nested deeper than anybody can follow', () => {
    const reason = 'body is nested more than 64 levels deep'
    expect(read(`{"event":"x","payload":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)).toEqual({ kind: 'invalid', reason })
    expect(read(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toEqual({ kind: 'invalid', reason })
  })

  const fixtures = new URL(`./${platform.name}/fixtures/`, import.meta.url)
  const samples = readdirSync(fixtures)
    .filter((name) => name.endsWith('.json') && !name.startsWith('graphql'))
    .map((name) => ({ name, value: JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as unknown }))

  test.each(samples)('$name with fields nobody announced, __proto__ among them', ({ value }) => {
    const text = JSON.stringify(value).replace('{', '{"__proto__":{"event":"x","polluted":1},"unheard_of":[1e400,"\\ud800","\\u0000"],')
    const reading = read(text)
    if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
    expect(said(reading)).not.toMatch(/__proto__|polluted|\\ud800|\\u0000/)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('any value in any place is read or refused, never thrown at, and can be written as JSON again', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, '', 0, -1, 1e300, '\ud800', '__proto__', [null], [[]]))
    const property = fc.property(fc.constantFrom(...samples), fc.nat(200), odd, (sample, place, value) => {
      const reading = read(JSON.stringify(replaced(sample.value, place, value)))
      return said(reading).length > 0 && platform.deliveryId(deliveryOf(JSON.stringify(value)), undefined).length > 0
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  })

  // An accessor in an object literal gives every such object a hidden class of its own, which lives until a full collection and keeps
  // what the accessor closes over: the whole body of every webhook (docs/performance.md).
  test.each(samples)('$name is an event of plain properties and methods', ({ value }) => {
    const reading = read(JSON.stringify(value))
    if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
    const accessors = Object.entries(Object.getOwnPropertyDescriptors(reading.event)).filter(([, { get }]) => get !== undefined)
    expect(accessors).toEqual([])
  })

  test('a body of one megabyte takes no longer than a moment', () => {
    for (const filler of ['a', ': ', '<v ', 'x  00:01\n', '\u0000', '{']) {
      const body = JSON.stringify({
        event: 'x',
        speech: { id: filler.repeat(100_000) },
        payload: { object: { id: 1, uuid: filler.repeat(100_000) } },
      })
      expect(leastTime(() => read(body))).toBeLessThan(500)
    }
  })
})

/** All that was read, as JSON. */
const said = (reading: Reading): string =>
  JSON.stringify(
    reading.kind === 'event' ? { ...reading.event, content: reading.event.content(), payload: reading.event.payload() } : reading,
  )

const deliveryOf = (body: string) => ({ headers: {}, body: Buffer.from(body), receivedAt: 0, byIntegrationUrl: false })

/** The sample with the value at its n-th place (counted in order of reading) replaced. */
const replaced = (sample: unknown, place: number, by: unknown): unknown => {
  let at = 0
  return JSON.parse(JSON.stringify(sample), (_key, value: unknown) => (at++ === place ? by : value))
}

test('takes the whole endpoint, as the vendors document it, for the base', () => {
  const given = {
    ZOOM_OAUTH_URL: 'https://zoom.us/oauth/token',
    FIREFLIES_API_URL: 'https://api.fireflies.ai/graphql',
    OTTER_API_URL: 'https://api.otter.ai/v1',
  }
  expect(config.parse(given)).toEqual(config.parse({}))
})
