import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { hmacHex } from '@hansard/platforms/hmac'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { secretOfA, startTestIngress, urlKey, type TestIngress } from './test-ingress.ts'

const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]
const zoomTimestamp = 1_785_368_934

let ingress: TestIngress
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: zoomTimestamp * 1_000 + 817 })
  ingress = await startTestIngress({ platforms })
})
afterEach(async () => {
  await ingress.stop()
  vi.useRealTimers()
})

const post = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${ingress.address}/webhooks/${path}`, { method: 'POST', body, headers })
  return { code: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const stored = () => ingress.kafka.records('webhooks.raw.v1')

describe('Zoom', () => {
  const body =
    '{"event":"recording.transcript_completed","event_ts":1785368934817,"payload":{"account_id":"A","object":{"uuid":"aB+cD/eF==","id":84177662364,"topic":"café 🚀"}},"download_token":"t"}'
  const signature = 'v0=552b2db9d5b4f30b6785b79890a89f78d48b4f8071ea825eee726783bcecc1b4'
  const signed = { 'x-zm-signature': signature, 'x-zm-request-timestamp': String(zoomTimestamp) }
  const challenge = (plainToken: string) => JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken }, event_ts: 1 })
  const signing = (text: string) => ({ ...signed, 'x-zm-signature': `v0=${hmacHex(secretOfA, `v0:${zoomTimestamp}:`, text)}` })

  it('gets its recording accepted under its own number for it, and the bytes and signature are kept', async () => {
    for (const route of ['recording-completed', 'transcript-completed', `i/${urlKey}`])
      expect(await post(`zoom/${route}`, body, signed)).toMatchObject({ code: 200, body: { status: 'accepted', meeting_id: 84177662364 } })
    expect(stored()).toHaveLength(3)
    expect(stored()[0]).toMatchObject({ value: Buffer.from(body), headers: { 'http-x-zm-signature': signature, platform: 'zoom' } })
  })

  it('may be five minutes off by the time of receipt, and no more', async () => {
    vi.setSystemTime((zoomTimestamp + 300) * 1_000)
    expect(await post('zoom/recording-completed', body, signed)).toMatchObject({ code: 200 })
    vi.setSystemTime((zoomTimestamp + 301) * 1_000)
    expect(await post('zoom/recording-completed', body, signed)).toMatchObject({ code: 401 })
    expect(await ingress.securityEvents()).toMatchObject([{ type: 'webhook.timestamp_outside_window', platform: 'zoom' }])
  })

  it('is answered its challenge exactly, and nothing of it is stored', async () => {
    const text = challenge('qgg8vlvZRS6UYooatFL8Aw')
    expect(await post('zoom/recording-completed', text, signing(text))).toEqual({
      code: 200,
      body: {
        plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
        encryptedToken: '6806fd4fceab5538106881d9ede74644cdb6e6f66b3bbafe64228529a219d414',
      },
    })
    expect(stored()).toEqual([])
  })

  it('cannot be impersonated with the help of a challenge', async () => {
    const forged = `v0:${zoomTimestamp}:${body}`
    const text = challenge(forged)
    expect(await post('zoom/recording-completed', text)).toMatchObject({ code: 400 })
    expect(await post(`zoom/i/${urlKey}`, text)).toMatchObject({ code: 400 })
    const oracle = await post('zoom/recording-completed', text, signing(text))
    expect(oracle.code).toBe(400)
    expect(JSON.stringify(oracle.body)).not.toContain(hmacHex(secretOfA, forged))
  })
})

describe('Fireflies', () => {
  const v2 =
    '{"event":"meeting.transcribed","timestamp":1710876543210,"meeting_id":"ASxwZxCstx","client_reference_id":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
  const v1 = '{"meetingId":"ASxwZxCstx","eventType":"Transcription completed","clientReferenceId":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
  const v1Mac = 'b0fd09e9e348aba5d8a71615e27750fdadaf188590b621f413823ed4ab9a8ec0'

  it.each([
    ['V2', v2, 'sha256=601d1e64b825bca610e136afdabf8b450b7c0f738daddc4b6012950225c2ef6b'],
    ['V1, bare', v1, v1Mac],
    ['V1, prefixed', v1, `sha256=${v1Mac}`],
  ])('gets its transcript accepted by its id: %s', async (_shape, body, signature) => {
    for (const route of ['transcript-ready', `i/${urlKey}`])
      expect(await post(`fireflies/${route}`, body, { 'x-hub-signature': signature })).toMatchObject({
        code: 200,
        body: { status: 'accepted', transcript_id: 'ASxwZxCstx' },
      })
  })

  it('is refused unsigned, on its own URL as well', async () => {
    expect(await post('fireflies/transcript-ready', v2)).toMatchObject({ code: 400 })
    expect(await post(`fireflies/i/${urlKey}`, v2)).toMatchObject({ code: 400 })
    expect(stored()).toEqual([])
  })
})

describe('Otter', () => {
  const body = JSON.stringify({
    event: 'speech.created',
    speech: {
      id: 'Zk3aLq81',
      title: 'Sync',
      created_at: '2026-09-14T15:00:31Z',
      owner_email: 'ann@a.example',
      status: 'completed',
      transcript: 'Ann  00:12\nHello.\n',
    },
  })

  it('needs no signature on an integration URL, and one that matches wherever it sends one', async () => {
    expect(await post(`otter/i/${urlKey}`, body)).toMatchObject({ code: 200, body: { status: 'accepted', speech_id: 'Zk3aLq81' } })
    expect(await post(`otter/i/${urlKey}`, body, { 'x-otter-signature': '00' })).toMatchObject({ code: 401 })
    expect(await post('otter/speech-created', body)).toMatchObject({ code: 400 })
    expect(await post('otter/speech-created', body, { 'x-otter-signature': hmacHex(secretOfA, body) })).toMatchObject({ code: 200 })
  })
})
