import { describe, expect, test } from 'vitest'
import { PermanentError, UnavailableError } from '../errors.ts'
import { createCodec } from '../registry/codec.ts'
import { verifiedWebhooks } from '../topics.ts'
import { abridged, revealHeaders, revealValue } from './reveal.ts'

const codec = createCodec(
  new Map([
    [verifiedWebhooks.name, { id: 1, contract: verifiedWebhooks.contract as Extract<typeof verifiedWebhooks.contract, { kind: 'avro' }> }],
  ]),
  () => Promise.reject(new PermanentError('the registry knows no such schema')),
)
/** As the platforms' own: whatever a key calls a token. */
const scrub = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, item: unknown) => (key.includes('token') ? '[removed]' : item))

const event = {
  webhookEventId: '0199b6a8-0000-7000-8000-000000000001',
  platform: 'zoom',
  eventType: 'recording.completed',
  workspaceId: '0199b6a8-0000-7000-8000-000000000002',
  integrationId: '0199b6a8-0000-7000-8000-000000000003',
  externalId: 'x',
  aliases: [],
  subject: '',
  revision: 'r',
  occurredAt: null,
  receivedAt: 1,
  content: JSON.stringify({ topic: 'planning', token: 's3cret' }),
  sealed: 'v1:key:s3cret',
}

describe('a value as a person may see it', () => {
  test('a webhook is scrubbed', async () => {
    const body = Buffer.from('{"event":"x","download_token":"s3cret"}')
    expect(await revealValue('webhooks.raw.v1/0/1', body, codec, scrub)).toEqual({
      kind: 'value',
      value: { event: 'x', download_token: '[removed]' },
    })
  })

  test('Avro is decoded, what is sealed stays so, and JSON inside of it is scrubbed too', async () => {
    const bytes = codec.encode(verifiedWebhooks.contract, verifiedWebhooks.name, event)
    const revealed = await revealValue('webhooks.verified.v1/0/1', bytes, codec, scrub)
    expect(revealed).toMatchObject({ kind: 'value', value: { content: { topic: 'planning', token: '[removed]' }, sealed: '[sealed]' } })
    expect(JSON.stringify(revealed)).not.toContain('s3cret')
  })

  test.each([
    ['no JSON', 'webhooks.raw.v1/0/1', Buffer.from('token=s3cret'), 'it is not JSON'],
    ['no Avro', 'webhooks.verified.v1/0/1', Buffer.from('s3cret'), 'wire format'],
    ['an unknown schema', 'webhooks.verified.v1/0/1', Buffer.from([0, 0, 0, 0, 9, 1]), 'no such schema'],
    ['nothing', 'webhooks.raw.v1/0/1', null, 'no value'],
    ['of a topic nobody knows', 'elsewhere/0/1', Buffer.from('s3cret'), 'nothing is known of the topic elsewhere'],
  ])('of what is %s only that is told', async (_, origin, value, why) => {
    const revealed = await revealValue(origin, value, codec, scrub)
    expect(revealed).toMatchObject({ kind: 'unreadable', why: expect.stringContaining(why) })
    expect(JSON.stringify(revealed)).not.toContain('s3cret')
  })

  test('says when the registry does not answer', async () => {
    const decode = () => Promise.reject(new UnavailableError('registry', 'refused'))
    expect(await revealValue('webhooks.verified.v1/0/1', Buffer.from([0, 0, 0, 0, 1]), { decode }, scrub)).toEqual({
      kind: 'unreadable',
      why: 'the schema registry does not answer',
    })
  })
})

test('of headers that came from outside only the length is shown', () => {
  const headers = {
    platform: 'zoom',
    'http-x-zm-signature': 'v0=abc',
    'http-x-zm-request-timestamp': '17',
    'http-authorization': 'Bearer x',
  }
  expect(revealHeaders(headers)).toEqual({
    platform: 'zoom',
    'http-x-zm-signature': '[6 characters]',
    'http-x-zm-request-timestamp': '17',
    'http-authorization': '[8 characters]',
  })
})

test('long texts and lists are cut short at any depth', () => {
  expect(abridged({ a: ['1', '2', '3', '4', '5'], b: { c: 'x'.repeat(400) }, d: null, e: 1, f: ['1', '2', '3'] })).toEqual({
    a: ['1', '2', '3', '… 2 more'],
    b: { c: `${'x'.repeat(300)}… (400 characters)` },
    d: null,
    e: 1,
    f: ['1', '2', '3'],
  })
})
