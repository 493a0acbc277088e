import { afterEach, beforeEach, expect, test } from 'vitest'
import { inventMeeting } from '../meeting/invent.ts'
import { sampleMeeting } from '../meeting/sample.ts'
import { startSimulator } from '../simulator.ts'
import type { Simulator } from '../simulator.ts'
import { zoomTranscriptCompleted } from './webhooks.ts'
import { renderVtt } from './vtt.ts'

let simulator: Simulator
let now: number

beforeEach(async () => {
  now = Date.parse('2026-09-14T16:00:00Z')
  simulator = await startSimulator({ now: () => now })
  simulator.addMeeting(sampleMeeting)
})
afterEach(() => simulator.close())

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const twice = (uuid: string): string => encodeURIComponent(encodeURIComponent(uuid))

const askToken = async (form: Record<string, string>, secret = simulator.credentials.zoom.clientSecret) => {
  const { clientId } = simulator.credentials.zoom
  const answer = await fetch(`${simulator.env.ZOOM_OAUTH_URL}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams(form),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, string> }
}

const accessToken = async (): Promise<string> => {
  const { json } = await askToken({ grant_type: 'account_credentials', account_id: simulator.credentials.zoom.accountId })
  return json['access_token'] ?? ''
}

const webhook = () =>
  JSON.parse(zoomTranscriptCompleted(sampleMeeting, { at: now, simulator: simulator.address }).body) as {
    download_token: string
    payload: { object: { recording_files: { download_url: string; file_size: number }[] } }
  }
const downloadUrl = (): string => webhook().payload.object.recording_files[0]!.download_url
const get = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(url, { redirect: 'manual', ...init })
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    location: answer.headers.get('location') ?? '',
    text: await answer.text(),
  }
}

test('gives a server-to-server app an access token, and nobody else', async () => {
  const { accountId } = simulator.credentials.zoom
  expect((await askToken({ grant_type: 'account_credentials', account_id: accountId })).json).toMatchObject({
    token_type: 'bearer',
    expires_in: 3600,
  })
  expect((await askToken({ grant_type: 'account_credentials', account_id: accountId }, 'wrong')).status).toBe(401)
  expect((await askToken({ grant_type: 'account_credentials', account_id: 'other' })).status).toBe(400)
})

test('a refresh token is good once', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: simulator.credentials.zoom.refreshToken }
  const first = await askToken(form)
  expect(first.status).toBe(200)
  expect((await askToken(form)).json).toMatchObject({ error: 'invalid_grant' })
  expect((await askToken({ ...form, refresh_token: first.json['refresh_token'] ?? '' })).status).toBe(200)
})

test('lists the files of an occurrence by its doubly encoded uuid, with a download token when asked', async () => {
  const url = `${simulator.env.ZOOM_API_URL}/meetings/${twice(sampleMeeting.zoom.uuid)}/recordings`
  const token = await accessToken()
  const plain = await get(url, bearer(token))
  expect(JSON.parse(plain.text)).toMatchObject({
    uuid: sampleMeeting.zoom.uuid,
    recording_files: [{ file_type: 'MP4' }, { file_type: 'CC' }, { file_type: 'TRANSCRIPT' }],
  })
  expect(plain.text).not.toContain('download_access_token')
  const { download_access_token } = JSON.parse((await get(`${url}?include_fields=download_access_token&ttl=60`, bearer(token))).text) as {
    download_access_token: string
  }
  expect((await get(downloadUrl(), bearer(download_access_token))).status).toBe(302)
  now += 61_000
  expect((await get(downloadUrl(), bearer(download_access_token))).status).toBe(401)
})

test('a meeting number means the latest occurrence', async () => {
  const [first, second] = [inventMeeting('a', { series: 's' }), inventMeeting('b', { series: 's', startedAt: now })]
  simulator.addMeeting(second)
  simulator.addMeeting(first)
  const answer = await get(`${simulator.env.ZOOM_API_URL}/meetings/${first.zoom.number}/recordings`, bearer(await accessToken()))
  expect(JSON.parse(answer.text)).toMatchObject({ uuid: second.zoom.uuid })
})

test('a uuid with // that is encoded once is not found, and an offence', async () => {
  simulator.addMeeting({ ...sampleMeeting, zoom: { ...sampleMeeting.zoom, uuid: '/a//b==' } })
  const token = await accessToken()
  const url = (uuid: string) => `${simulator.env.ZOOM_API_URL}/meetings/${uuid}/recordings`
  expect((await get(url(encodeURIComponent('/a//b==')), bearer(token))).status).toBe(404)
  expect(simulator.offences().map(({ kind }) => kind)).toEqual(['uuid-encoded-once'])
  expect((await get(url(twice('/a//b==')), bearer(token))).status).toBe(200)
})

test('the API refuses expired, foreign and missing tokens', async () => {
  const url = `${simulator.env.ZOOM_API_URL}/meetings/${twice(sampleMeeting.zoom.uuid)}/recordings`
  const token = await accessToken()
  expect((await get(url)).status).toBe(401)
  expect((await get(url, bearer('made.up.token'))).status).toBe(401)
  expect((await get(url, bearer(webhook().download_token))).status).toBe(401)
  now += 3_600_001
  expect((await get(url, bearer(token))).status).toBe(401)
})

test('a meeting that Zoom does not have is code 3301', async () => {
  const answer = await get(`${simulator.env.ZOOM_API_URL}/meetings/${twice('unknown==')}/transcript`, bearer(await accessToken()))
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.text)).toMatchObject({ code: 3301 })
})

test('tells where the transcript is, or why it may not be downloaded', async () => {
  const url = `${simulator.env.ZOOM_API_URL}/meetings/${twice(sampleMeeting.zoom.uuid)}/transcript`
  const token = await accessToken()
  expect(JSON.parse((await get(url, bearer(token))).text)).toMatchObject({ can_download: true, download_url: downloadUrl() })
  simulator.addFault({ endpoint: 'zoom.transcript', kind: 'restricted', reason: 'NOT_READY', times: 1 })
  expect(JSON.parse((await get(url, bearer(token))).text)).toMatchObject({ can_download: false, download_restriction_reason: 'NOT_READY' })
})

test('a download is redirected to another host, which serves the file without a token', async () => {
  const redirect = await get(downloadUrl(), bearer(webhook().download_token))
  expect(redirect.status).toBe(302)
  expect(new URL(redirect.location).host).not.toBe(new URL(downloadUrl()).host)
  const file = await get(redirect.location)
  expect(file.type).toContain('text/vtt')
  expect(file.text).toBe(renderVtt(sampleMeeting, 0))
  expect(Buffer.byteLength(file.text)).toBe(webhook().payload.object.recording_files[0]?.file_size)
  expect(simulator.offences()).toEqual([])
})

test('the other host does not take the bearer token, and the offence is written down', async () => {
  const token = webhook().download_token
  const { location } = await get(downloadUrl(), bearer(token))
  expect((await get(location, bearer(token))).status).toBe(400)
  expect((await get(downloadUrl().replace('127.0.0.1', 'localhost'), bearer(token))).status).toBe(400)
  expect(simulator.offences().map(({ kind }) => kind)).toEqual(['credential-to-another-host', 'credential-to-another-host'])
})

test('a signed address is good for its own file and for a minute', async () => {
  const { location } = await get(downloadUrl(), bearer(webhook().download_token))
  expect((await get(location.replace(/cdn\/[^?]+/, 'cdn/other.vtt'))).status).toBe(403)
  now += 60_001
  expect((await get(location)).status).toBe(403)
})

test('without permission, or for a file that is gone, a page comes with status 200', async () => {
  const refused = [
    await get(downloadUrl()),
    await get(downloadUrl(), bearer('made.up.token')),
    await get(`${simulator.address}/zoom/rec/download/gone`, bearer(webhook().download_token)),
    await get(`${downloadUrl()}?access_token=${webhook().download_token}`),
  ]
  for (const { status, type } of refused) expect([status, type]).toEqual([200, 'text/html; charset=utf-8'])
  expect(simulator.offences().map(({ kind }) => kind)).toEqual(['token-in-query'])
})

test("a webhook's download token is good for 24 hours", async () => {
  const [url, token] = [downloadUrl(), webhook().download_token]
  now += 86_400_000 - 1
  expect((await get(url, bearer(token))).status).toBe(302)
  now += 1
  expect((await get(url, bearer(token))).status).toBe(401)
})

test('an expired download token does not stop a token from the API', async () => {
  simulator.addFault({ endpoint: 'zoom.download', kind: 'expired-download-token' })
  expect((await get(downloadUrl(), bearer(webhook().download_token))).status).toBe(401)
  expect((await get(downloadUrl(), bearer(await accessToken()))).status).toBe(302)
})
