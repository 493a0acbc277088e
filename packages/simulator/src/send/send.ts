import { randomInt, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSimulatorClient } from '../client.ts'
import { withIdentity } from '../meeting/identity.ts'
import { inventMeeting } from '../meeting/invent.ts'
import type { Meeting, PlatformName } from '../meeting/meeting.ts'
import { sampleMeeting } from '../meeting/sample.ts'
import { sendWebhook } from '../webhook/send.ts'
import type { Webhook } from '../webhook/webhook.ts'
import { chooseWebhook, webhooks } from './choose.ts'
import { SendError } from './settings.ts'
import type { Settings } from './settings.ts'
import { showAnswer, showRequest, showSize } from './show.ts'
import type { Paint } from './show.ts'

export interface SendOptions {
  /** Sends the same delivery twice, the second signed anew, as a platform's retry is. */
  readonly duplicate?: boolean | undefined
  /** Signs with a secret that nobody has. */
  readonly forged?: boolean | undefined
  /** Sends the bytes of this file. */
  readonly file?: string | undefined
  readonly event?: string | undefined
  /** The whole address to send to, such as an integration's own. */
  readonly url?: string | undefined
  /** Sends of the invented meeting with this name, the same for every platform, instead of the sample under a new identity. */
  readonly meeting?: string | undefined
}

interface Io {
  readonly now: () => number
  readonly print: (text: string) => void
  readonly paint: Paint
}

/** A webhook, or a file in place of one. */
type Parcel = Omit<Webhook, 'body'> & { readonly body: string | Uint8Array }

const PLAUSIBLE_SIMULATOR = 'https://example.zoom.us'
const DAY_MS = 86_400_000
const DAYS_BACK = 1_000

/** The sample is the same words every time, so it is given a day of its own: at one time it would be one meeting to the merger, rightly. */
const meetingFor = (options: SendOptions, now: number): Meeting => {
  if (options.meeting !== undefined) return inventMeeting(options.meeting)
  const startedAt = now - randomInt(2, DAYS_BACK) * DAY_MS
  return withIdentity(sampleMeeting, `sent-${randomUUID()}`, Math.floor(startedAt / 1000) * 1000)
}

/** The file's bytes, sent to where the platform's events go. Throws SendError when it cannot be read. */
const fromFile = (platform: PlatformName, file: string, usual: Webhook): Parcel => {
  try {
    return { platform, event: file, path: usual.path, body: readFileSync(file), headers: {} }
  } catch {
    throw new SendError(`The file ${file} cannot be read.`)
  }
}

/** Makes the transcript available; a sentence for the user when that is not possible. */
const register = async (simulator: string | undefined, meeting: Meeting): Promise<string | undefined> => {
  if (simulator === undefined) return 'No simulator is known, so the transcript will not be found.'
  try {
    await createSimulatorClient(simulator).addMeeting(meeting)
    return undefined
  } catch {
    return `The simulator at ${simulator} does not answer, so the transcript will not be found.`
  }
}

const secretFor = (platform: PlatformName, forged: boolean, settings: Settings): string => {
  if (forged) return 'a secret that nobody was given'
  const secret = settings.secrets[platform]
  if (secret === undefined)
    throw new SendError(`Set ${platform.toUpperCase()}_WEBHOOK_SECRET, or start Hansard with npm start, which makes one.`)
  return secret
}

const deliver = async (webhook: Parcel, url: string, secret: string, { now, print, paint }: Io): Promise<number> => {
  try {
    const result = await sendWebhook({ ...webhook, url, secret, at: now() })
    print(`${showAnswer(result, paint)}\n`)
    return result.status
  } catch {
    throw new SendError(`Nothing answers at ${new URL(url).origin}: start Hansard with npm start, or set INGRESS_URL to its address.`)
  }
}

const build = async (platform: PlatformName, options: SendOptions, settings: Settings, { now, print, paint }: Io): Promise<Parcel> => {
  const meeting = meetingFor(options, now())
  const occasion = { at: now(), simulator: settings.simulator ?? PLAUSIBLE_SIMULATOR }
  const webhook = chooseWebhook(platform, options.event, meeting, occasion)
  if (webhook === undefined) throw new SendError(`${platform} has no such event; it has: ${Object.keys(webhooks[platform]).join(', ')}.`)
  if (options.file !== undefined) return fromFile(platform, options.file, webhook)
  const problem = await register(settings.simulator, meeting)
  if (problem !== undefined) print(paint('yellow', problem))
  return webhook
}

/**
 * Sends one signed webhook to a running Hansard and shows the request and the answer. Resolves to true when the answer was what it should be:
 * 2xx, or for a forgery 401. Throws SendError for what the user can put right.
 */
export const send = async (platform: PlatformName, options: SendOptions, settings: Settings, io: Io): Promise<boolean> => {
  if (options.url === undefined && settings.ingress === undefined)
    throw new SendError('Hansard is not running: start it with npm start, or set INGRESS_URL to its address.')
  const forged = options.forged ?? false
  const secret = secretFor(platform, forged, settings)
  const webhook = await build(platform, options, settings, io)
  const url = options.url ?? `${settings.ingress}${webhook.path}`
  if (!URL.canParse(url)) throw new SendError(`${url} is not an address; it must begin with http:// or https://.`)
  const about = [webhook.event, showSize(Buffer.byteLength(webhook.body)), forged ? 'forged signature' : 'signed']
  const statuses: number[] = []
  for (let copy = 1; copy <= (options.duplicate === true ? 2 : 1); copy += 1) {
    io.print(showRequest(url, copy === 1 ? about : [...about, 'the same again'], io.paint))
    statuses.push(await deliver(webhook, url, secret, io))
  }
  return statuses.every((status) => (forged ? status === 401 : status >= 200 && status < 300))
}
