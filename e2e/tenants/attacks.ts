import { connect } from 'node:net'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import type { Pipeline } from '../pipeline.ts'
import type { Tenant } from '../tenant.ts'
import { wordsOf } from './slow-host.ts'

/** What one tenant, or a stranger, does at full rate. */
export interface Attack {
  readonly name: string
  /** Requests under way at once. */
  readonly senders: number
  /** One request; resolves with the status, 0 where the connection ended without an answer. */
  send(number: number): Promise<number>
}

export interface AttackWorld {
  readonly hansard: Pipeline
  /** Whose secrets are right, but not what it sends. */
  readonly attacker: Tenant
  /** A host that transcripts may be downloaded from, and that takes its time for most. */
  readonly slowHost: string
}

const mebibyte = 1_048_576
/** Each attack comes from an address of its own: blocking one must not hide the next. */
const from = (host: number) => ({ 'x-forwarded-for': `203.0.113.${host}` })

/** What an attacker of its own does in each. */
export const attacksIn = ({ hansard, attacker, slowHost }: AttackWorld): readonly Attack[] => {
  const post = async (webhook: Webhook, host: number): Promise<number> => (await hansard.post(attacker, webhook, from(host))).status
  // Made once: what is measured is Hansard, not the making of bodies.
  const meeting = inventMeeting('attack', { minutes: 2 })
  hansard.simulator.addMeeting(meeting)
  const announced = zoomTranscriptCompleted(meeting, { at: Date.now(), simulator: hansard.simulator.address })
  const conversation = otterWorkspace(meeting, { at: Date.now() })
  const zoom = (number: number, change: (body: ZoomBody) => void): Webhook => {
    const body = JSON.parse(announced.body) as ZoomBody
    body.payload.object.uuid = `${String(number).padStart(20, '0')}==`
    for (const file of body.payload.object.recording_files) file['download_url'] = `http://${slowHost}/words/${number}.vtt`
    change(body)
    return { ...announced, headers: {}, body: JSON.stringify(body) }
  }
  const otter = (number: number, change: (data: Record<string, unknown>) => void): Webhook => {
    const body = JSON.parse(conversation.body) as { data: Record<string, unknown> }
    body.data['id'] = `attack ${number}`
    body.data['relationships'] = { transcript: { format: 'txt', content: `Ann Lee  0:00\n${wordsOf(number, 200)}\n` } }
    change(body.data)
    return { ...conversation, body: JSON.stringify(body) }
  }
  const keyless = (number: number): Webhook => ({
    platform: 'fireflies',
    event: 'meeting.transcribed',
    path: '/webhooks/fireflies/transcript-ready',
    headers: {},
    body: JSON.stringify({ event: 'meeting.transcribed', timestamp: Date.now(), meeting_id: `KEYLESS${number}` }),
  })
  const forged: Webhook = {
    platform: 'zoom',
    event: 'recording.transcript_completed',
    path: '/webhooks/zoom/recording-completed',
    body: JSON.stringify({
      event: 'recording.transcript_completed',
      payload: { account_id: 'nobody', filler: 'x'.repeat(mebibyte - 200) },
    }),
    headers: {},
  }
  const stranger = { ...attacker, secrets: { zoom: 'guessed', fireflies: 'guessed', otter: 'guessed' } }
  return [
    {
      name: 'forged bodies of 1 MiB from one address',
      senders: 20,
      send: async () => (await hansard.postShared(stranger, forged, from(1))).status,
    },
    { name: 'unfinished bodies of 1 MiB from one address', senders: 100, send: () => unfinished(hansard.app('ingress').address) },
    {
      name: 'an account id of 8 kB in signed events',
      senders: 4,
      send: (number) =>
        post(
          zoom(number, ({ payload }) => (payload.account_id = `${number}${'a'.repeat(8_000)}`)),
          3,
        ),
    },
    {
      name: 'deliveries of a tenant without an API key',
      senders: 4,
      send: (number) => post(keyless(number), 4),
    },
    {
      name: 'downloads from a foreign host',
      senders: 4,
      send: (number) =>
        post(
          zoom(number, ({ payload }) => {
            for (const file of payload.object.recording_files) file['download_url'] = 'https://elsewhere.example/transcript.vtt'
          }),
          5,
        ),
    },
    {
      name: 'a line feed in the download token',
      senders: 4,
      send: (number) =>
        post(
          zoom(number, (body) => (body.download_token = 'a\nb')),
          6,
        ),
    },
    {
      name: '8,000 calendar guests in one webhook',
      senders: 2,
      send: (number) =>
        post(
          otter(number, (data) => {
            data['calendar_guests'] = Array.from({ length: 8_000 }, (_, n) => ({
              name: `Guest ${n}`,
              email: `guest${n}@${number}.example`,
            }))
          }),
          7,
        ),
    },
    {
      name: '2,000 speakers in one transcript',
      senders: 2,
      send: (number) =>
        post(
          otter(number, (data) => {
            const turns = Array.from(
              { length: 2_000 },
              (_, n) =>
                `Speaker Number${n}  ${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}\n${wordsOf(number * 10_000 + n, 4)}\n`,
            )
            data['relationships'] = { transcript: { format: 'txt', content: turns.join('\n') } }
          }),
          8,
        ),
    },
    {
      name: '6,000 transcript files in one webhook',
      senders: 2,
      send: (number) =>
        post(
          zoom(number, ({ payload: { object } }) => {
            const [file] = object.recording_files
            object.recording_files = Array.from({ length: 2_000 }, (_, n) => ({ ...file, id: `file ${n}` }))
          }),
          9,
        ),
    },
    {
      name: 'downloads that take their time',
      senders: 4,
      send: (number) =>
        post(
          zoom(number, ({ payload }) => {
            for (const file of payload.object.recording_files) file['download_url'] = `http://${slowHost}/${number}.vtt`
          }),
          10,
        ),
    },
  ]
}

interface ZoomBody {
  download_token: string
  payload: { account_id: string; object: { uuid: string; recording_files: Record<string, unknown>[] } }
}

/** Announces a body of 1 MiB, sends half of it, and waits for what the server does. */
const unfinished = async (address: string): Promise<number> => {
  const { hostname, port } = new URL(address)
  const ended = Promise.withResolvers<number>()
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST /webhooks/zoom/recording-completed HTTP/1.1\r\nhost: ${hostname}\r\nx-forwarded-for: 203.0.113.2\r\ncontent-type: application/json\r\n` +
        `x-zm-signature: v0=${'0'.repeat(64)}\r\nx-zm-request-timestamp: ${Math.floor(Date.now() / 1000)}\r\ncontent-length: ${mebibyte}\r\n\r\n`,
    )
    socket.write('x'.repeat(mebibyte / 2))
  })
  socket.on('data', (data) => {
    ended.resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(String(data))?.[1] ?? 0))
    socket.destroy()
  })
  socket.on('error', () => ended.resolve(0))
  socket.on('close', () => ended.resolve(0))
  socket.setTimeout(20_000, () => socket.destroy())
  return ended.promise
}
