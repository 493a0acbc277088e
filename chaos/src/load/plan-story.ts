import { firefliesTranscriptReady, firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import type { Meeting, PlatformName } from '@hansard/simulator/meeting/meeting'
import { createRandom, type Random } from '@hansard/simulator/meeting/random'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import { zoomMeetingEnded, zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import { externalIdOf, textsOf } from './heard.ts'
import type { PlannedDelivery, PlannedEvent, PlannedSource, Story } from './story.ts'
import { fingerprintOfWords } from './words.ts'

/** What a story needs to know of the run. */
export interface Setting {
  readonly seed: string
  /** Epoch milliseconds at which the platforms say it happened. */
  readonly at: number
  /** When the meeting was held; meetings of one workspace lie apart, so that each is recognised for itself. */
  readonly startedAt: number
  /** `http://127.0.0.1:{port}` */
  readonly simulator: string
}

interface Draft {
  readonly meetings: Meeting[]
  readonly deliveries: PlannedDelivery[]
  readonly events: PlannedEvent[]
  readonly sources: PlannedSource[]
}

/** How much each kind of story is told, of 100. Most are the small Otter webhook, which brings its transcript along. */
const plots: readonly (readonly [number, (draft: Draft, setting: Setting, random: Random) => void])[] = [
  [58, (draft, setting, random) => heardBy(['otter'], draft, setting, random)],
  [6, (draft, setting, random) => heardBy(['otter', 'fireflies'], draft, setting, random)],
  [5, (draft, setting, random) => heardBy(['zoom', 'otter'], draft, setting, random)],
  [5, (draft, setting, random) => heardBy(['zoom', 'fireflies', 'otter'], draft, setting, random)],
  [3, (draft, setting, random) => heardBy(['zoom'], draft, setting, random)],
  [3, (draft, setting, random) => heardBy(['fireflies'], draft, setting, random)],
  [6, (...given) => revised(...given)],
  [4, (...given) => announcedTwice(...given)],
  [4, (...given) => ignored(...given)],
  [4, (...given) => unreadable(...given)],
  [2, (...given) => unknownToFireflies(...given)],
]

/** The nth story of a run: the same setting gives the same story, down to the bytes. */
export const planStory = (setting: Setting): Story => {
  const random = createRandom(`story ${setting.seed}`)
  const draft: Draft = { meetings: [], deliveries: [], events: [], sources: [] }
  let roll = random.int(
    1,
    plots.reduce((sum, [weight]) => sum + weight, 0),
  )
  const [, plot] = plots.find(([weight]) => (roll -= weight) <= 0) ?? []
  plot?.(draft, setting, random)
  if (random.chance(0.08)) forged(draft, setting, random)
  return { ...draft, deliveries: draft.deliveries.toSorted((a, b) => a.afterMs - b.afterMs) }
}

const meetingOf = ({ seed, startedAt }: Setting, random: Random): Meeting =>
  inventMeeting(seed, { minutes: random.int(2, 4), complete: true, startedAt })

/** What the platform sends about the meeting; another `at` is what it sends when it is unsure whether it was heard. */
const announcement = (platform: PlatformName, meeting: Meeting, { simulator }: Setting, at: number): Webhook => {
  switch (platform) {
    case 'zoom':
      return zoomTranscriptCompleted(meeting, { at, simulator })
    case 'fireflies':
      return meeting.seed.endsWith('0') ? firefliesTranscriptReady(meeting) : firefliesV2(meeting, { at })
    case 'otter':
      return otterWorkspace(meeting, { at })
  }
}

const heardBy = (platforms: readonly PlatformName[], draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  draft.meetings.push(meeting)
  for (const platform of random.shuffle(platforms)) {
    const key = `${setting.seed}/${platform}`
    const externalId = externalIdOf(platform, meeting)
    const words = fingerprintOfWords(textsOf(platform, meeting))
    draft.events.push({ key, platform, externalId, end: { kind: 'transcript', words } })
    draft.sources.push({ platform, externalId, words })
    const afterMs = platforms.length === 1 ? 0 : random.int(0, 8_000)
    announce(draft, key, (at) => announcement(platform, meeting, setting, at), afterMs, setting, random)
  }
}

/** The first delivery, and in most stories copies of it: at the same moment, soon after, or much later. */
const announce = (draft: Draft, eventKey: string, webhook: (at: number) => Webhook, afterMs: number, { at }: Setting, random: Random) => {
  const first = webhook(at)
  draft.deliveries.push({ eventKey, webhook: first, afterMs, kind: 'first' })
  while (random.chance(0.42)) {
    const late = random.chance(0.15)
    const other = random.chance(0.5)
    const copy = other ? otherBytes(webhook(at + random.int(1, 900)), random) : first
    const kind = late ? 'late copy' : other ? 'same meaning' : 'same bytes'
    draft.deliveries.push({ eventKey, webhook: copy, afterMs: afterMs + (late ? random.int(20_000, 60_000) : random.int(0, 3_000)), kind })
  }
}

/** The same JSON, written otherwise. */
const otherBytes = (webhook: Webhook, random: Random): Webhook =>
  random.chance(0.5) ? webhook : { ...webhook, body: JSON.stringify(JSON.parse(webhook.body), null, random.int(1, 4)) }

/** Otter sends the words, somebody corrects them, Otter sends them again; at times the older version arrives last. */
const revised = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  const corrected: Meeting = {
    ...meeting,
    utterances: meeting.utterances.map((each, index) => (index % 5 === 2 ? { ...each, text: `${each.text} As corrected.` } : each)),
  }
  const externalId = externalIdOf('otter', meeting)
  const reordered = random.chance(0.4)
  for (const [index, version] of [meeting, corrected].entries()) {
    const key = `${setting.seed}/otter/${index + 1}`
    const words = fingerprintOfWords(textsOf('otter', version))
    draft.events.push({ key, platform: 'otter', externalId, end: { kind: 'transcript', words } })
    if (index === 1) draft.sources.push({ platform: 'otter', externalId, words })
    const later = { ...setting, at: setting.at + index * 60_000 }
    announce(draft, key, (at) => otterWorkspace(version, { at }), (reordered ? 1 - index : index) * random.int(0, 4_000), later, random)
  }
}

/** Two events of one conversation with the same words: published once. */
const announcedTwice = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  const externalId = externalIdOf('otter', meeting)
  const words = fingerprintOfWords(textsOf('otter', meeting))
  draft.sources.push({ platform: 'otter', externalId, words })
  for (const event of ['conversation_completed', 'conversation_shared'] as const) {
    const key = `${setting.seed}/${event}`
    draft.events.push({ key, platform: 'otter', externalId, end: { kind: 'transcript', words } })
    announce(draft, key, (at) => otterWorkspace(meeting, { at }, event), random.int(0, 2_000), setting, random)
  }
}

const ignored = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  const key = `${setting.seed}/ended`
  draft.events.push({ key, platform: 'zoom', externalId: '', end: { kind: 'ignored' } })
  draft.deliveries.push({ eventKey: key, webhook: zoomMeetingEnded(meeting, { at: setting.at }), afterMs: 0, kind: 'ignored' })
}

/** Authentic, but the transcript in it is a web page: the transcript-processor must give it up. */
const unreadable = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  const key = `${setting.seed}/page`
  const { body, ...webhook } = otterWorkspace(meeting, { at: setting.at })
  const value = JSON.parse(body) as { data: { relationships: { transcript: { content: string } } } }
  value.data.relationships.transcript.content = `<!doctype html><title>${setting.seed}</title>`
  const end = { kind: 'dead-letter', stage: 'transcript-processor', reason: 'markup page' } as const
  draft.events.push({ key, platform: 'otter', externalId: externalIdOf('otter', meeting), end })
  draft.deliveries.push({ eventKey: key, webhook: { ...webhook, body: JSON.stringify(value) }, afterMs: 0, kind: 'poison' })
}

/** Authentic, but Fireflies knows no such transcript. */
const unknownToFireflies = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = meetingOf(setting, random)
  const key = `${setting.seed}/unknown`
  const end = { kind: 'dead-letter', stage: 'transcript-processor', reason: 'object_not_found' } as const
  draft.events.push({ key, platform: 'fireflies', externalId: externalIdOf('fireflies', meeting), end })
  draft.deliveries.push({ eventKey: key, webhook: firefliesV2(meeting, { at: setting.at }), afterMs: 0, kind: 'poison' })
}

/** Signed by somebody who does not know the secret. */
const forged = (draft: Draft, setting: Setting, random: Random): void => {
  const meeting = inventMeeting(`${setting.seed} forged`, { minutes: 1, complete: true, startedAt: setting.startedAt })
  const platform = random.pick(['zoom', 'fireflies', 'otter'] as const)
  const key = `${setting.seed}/forged`
  draft.events.push({ key, platform, externalId: externalIdOf(platform, meeting), end: { kind: 'refused' } })
  const webhook = announcement(platform, meeting, setting, setting.at)
  draft.deliveries.push({ eventKey: key, webhook, afterMs: random.int(0, 3_000), kind: 'forged' })
}
