import { expand, narrowed, sentenceCase } from './grammar.ts'
import type { Grammar } from './grammar.ts'
import { identitiesOf, recordingFileIds, seriesOf } from './identity.ts'
import type { Meeting } from './meeting.ts'
import { moreThemes } from './more-themes.ts'
import { inventPeople } from './names.ts'
import { follows, phrases } from './phrases.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { themes } from './themes.ts'
import { layOut, speakingMs } from './timing.ts'
import type { Turn } from './timing.ts'

/** What to hold fixed of an invented meeting; everything else comes from the seed. */
export interface InventOptions {
  /** Meetings of one series share people, titles, Zoom number and link, as occurrences of a recurring meeting do. */
  readonly series?: string | number | undefined
  /** Epoch milliseconds; else 2026-09-14T15:00:00Z. */
  readonly startedAt?: number | undefined
  /** How long they talk, minutes; else 12 to 25. A twelve-hour meeting is fine. */
  readonly minutes?: number | undefined
  /** How many people, at most 20; else 3 to 6. */
  readonly people?: number | undefined
  /** Domain of their addresses; else northwind.example. */
  readonly domain?: string | undefined
  /** How many recordings Zoom made of it; else 1. */
  readonly recordings?: number | undefined
  /** Every platform heard all of it, by a clock that is right; else each misses something. */
  readonly complete?: boolean | undefined
}

const DEFAULT_START = Date.parse('2026-09-14T15:00:00Z')

const PLAIN = new Set(['opening', 'closing', 'short', 'aside'])

const say = (grammar: Grammar, kind: string, random: Random): string => {
  const core = expand(grammar, kind, random)
  const lead = !PLAIN.has(kind) && random.chance(0.3) ? `${expand(grammar, 'lead', random)} ` : ''
  const tail =
    !PLAIN.has(kind) && kind !== 'question' && !/[,?]/.test(core) && random.chance(0.35) ? `, ${expand(grammar, 'feeling', random)}` : ''
  const end = /[.?]$/.test(core) ? '' : kind === 'question' ? '?' : '.'
  return sentenceCase(`${lead}${core}${tail}${end}`)
}

const nextSpeaker = (last: number, people: number, random: Random): number =>
  people === 1 ? 0 : (last + random.int(1, people - 1)) % people

const inventTurns = (grammar: Grammar, people: number, totalMs: number, random: Random): Turn[] => {
  const turns: Turn[] = [[0, say(grammar, 'opening', random), random.int(1_000, 9_000)]]
  let kind = 'opening'
  let person = 0
  let elapsedMs = 0
  while (elapsedMs < totalMs) {
    kind = random.pick(follows[kind] ?? ['report'])
    person = kind === 'detail' ? person : nextSpeaker(person, people, random)
    const sentences = kind === 'report' && random.chance(0.6) ? [kind, 'detail', 'detail'] : [kind]
    const text = sentences.map((each) => say(grammar, each, random)).join(' ')
    const pauseMs = random.chance(0.03) ? random.int(3_000, 12_000) : random.int(200, 1_800)
    turns.push([person, text, pauseMs])
    elapsedMs += pauseMs + speakingMs(text)
  }
  return [...turns, [0, say(grammar, 'closing', random), 900]]
}

const inventRecordings = (key: string, count: number, fromMs: number, toMs: number): Meeting['zoom']['recordings'] => {
  const eachMs = Math.floor((toMs - fromMs) / count)
  return Array.from({ length: count }, (_, index) => ({
    fromMs: fromMs + index * eachMs,
    toMs: fromMs + (index + 1) * eachMs,
    ...recordingFileIds(key, index),
  }))
}

/** What the note-takers heard: Fireflies comes late or leaves early, Otter comes late and drops out once. */
const inventHearing = (totalMs: number, complete: boolean, random: Random) => {
  const all = [{ fromMs: 0, toMs: totalMs }]
  if (complete) return { recordingFromMs: 0, fireflies: all, otter: all, firefliesClockMs: 0, otterClockMs: 0 }
  const leftEarly = random.chance(0.5)
  const dropped = random.int(Math.floor(totalMs * 0.3), Math.floor(totalMs * 0.7))
  return {
    recordingFromMs: random.int(0, 12_000),
    fireflies: [{ fromMs: leftEarly ? 0 : random.int(2_000, 20_000), toMs: leftEarly ? Math.floor(totalMs * 0.95) : totalMs }],
    otter: [
      { fromMs: random.int(4_000, 40_000), toMs: dropped },
      { fromMs: dropped + random.int(10_000, 45_000), toMs: totalMs },
    ],
    firefliesClockMs: random.int(-2_500, 2_500),
    otterClockMs: random.int(-4_000, 4_000),
  }
}

/**
 * Invents a meeting: people, what they said and when, and what each platform will get of it. The same seed and options give the same meeting;
 * two seeds give conversations that share hardly a phrase. `key` is `invented-{seed}`.
 */
export const inventMeeting = (seed: string | number, options: InventOptions = {}): Meeting => {
  const series = String(options.series ?? `of ${seed}`)
  const random = createRandom(`words ${seed}`)
  const seriesRandom = createRandom(`series ${series}`)
  const key = `invented-${seed}`
  const domain = options.domain ?? 'northwind.example'
  const theme = seriesRandom.pick([...themes, ...moreThemes])
  const people = inventPeople(Math.min(options.people ?? seriesRandom.int(3, 6), 20), domain, seriesRandom)
  const title = expand(theme, 'title', seriesRandom)
  const names = [...people, ...inventPeople(3, domain, random)].map(({ name }) => name.split(' ')[0])
  const grammar = { ...narrowed({ ...phrases, ...theme }, random), who: names.join(' | ') }
  const utterances = layOut(inventTurns(grammar, people.length, (options.minutes ?? random.int(12, 25)) * 60_000, random))
  const totalMs = (utterances.at(-1)?.endMs ?? 0) + 1_000
  const hearing = inventHearing(totalMs, options.complete ?? false, random)
  const { zoomUuid, firefliesId, otterId } = identitiesOf(key)
  const { number, hostId, joinUrl } = seriesOf(series)
  const recordings = inventRecordings(key, options.recordings ?? 1, hearing.recordingFromMs, totalMs)
  return {
    key,
    seed: String(seed),
    titles: { zoom: title, fireflies: title, otter: seriesRandom.chance(0.5) ? title : `${title} (weekly)` },
    startedAt: options.startedAt ?? DEFAULT_START,
    timezone: 'Europe/Berlin',
    joinUrl,
    people,
    utterances,
    zoom: { accountId: 'Qk3vS8nTR6yB1wX0zE5uLg', hostId, number, uuid: zoomUuid, recordings },
    fireflies: { id: firefliesId, heard: hearing.fireflies, clockErrorMs: hearing.firefliesClockMs },
    otter: { id: otterId, heard: hearing.otter, clockErrorMs: hearing.otterClockMs },
  }
}
