import type { Alignment, Heard } from '../score/align.ts'
import { speechEnd } from '../score/lines.ts'
import { lowerBound } from '../score/numbers.ts'
import type { Piece } from '../score/pieces.ts'
import type { Prepared } from '../score/profile.ts'
import { textEvidence } from '../score/text-evidence.ts'
import { keptOf, onMeetingClock, type Kept, type MeetingLine } from './meeting-line.ts'

export interface Placed {
  readonly part: Prepared
  /** From the source's clock to the meeting's, which is the best source's. */
  readonly pieces: readonly Piece[]
}

export interface Filled {
  /** By rank. */
  readonly placed: readonly Placed[]
  readonly kept: Kept
  /** For each source, for each kept word its equal or -1, as far as it is known already. */
  readonly pairings: readonly (Int32Array | undefined)[]
}

/** A line with such a share of its words already there is an echo. */
const echoShare = 0.5
/** A line fills a hole when speech covers less than this share of its time, and other words stand for less than this share of its own. */
const holeShare = 0.5
const slackMs = 5_000

/**
 * Begins with the best source and lets every other one fill the holes that are left. What is there already (an echo) and what
 * others heard differently (a dispute) is not put in a second time.
 */
export const fillFrom = (sources: readonly Prepared[]): Filled => {
  const placed: (Placed | undefined)[] = sources.map(() => undefined)
  let pairings: (Int32Array | undefined)[] = sources.map(() => undefined)
  const [best] = sources
  let kept = keptOf(best === undefined ? [] : onMeetingClock(best.heard.lines, 0, sameClock), best?.heard)
  if (best !== undefined) placed[0] = { part: best, pieces: sameClock }
  const waiting = sources.map((_, index) => index).slice(1)
  while (waiting.length > 0) {
    const { source, found } = nextSource(sources, waiting, kept)
    waiting.splice(waiting.indexOf(source), 1)
    const part = sources[source] as Prepared
    const pieces = found?.pieces ?? byClocks(best, part)
    placed[source] = { part, pieces }
    const fillers = holeFillers(kept, onMeetingClock(part.heard.lines, source, pieces), part.heard, found)
    pairings[source] = found?.pairing
    if (fillers.length === 0) continue
    const filled = keptOf([...kept.lines, ...fillers])
    const added = new Set(fillers)
    pairings = pairings.map((pairing) => pairing && withFillers(pairing, filled, added))
    kept = filled
  }
  return { placed: placed.filter((each) => each !== undefined), kept, pairings }
}

/** A pairing of the kept words before the fillers were among them; nobody else heard those. */
const withFillers = (pairing: Int32Array, { lines, heard: { words } }: Kept, fillers: ReadonlySet<MeetingLine>): Int32Array => {
  const isFiller = lines.map((line) => fillers.has(line))
  const spread = new Int32Array(words.count).fill(-1)
  for (let place = 0, before = 0; place < words.count; place++)
    if (isFiller[words.line[place] as number] === false) spread[place] = pairing[before++] as number
  return spread
}

/** Those that say the same as what is there come first: they may be the bridge to others. */
const nextSource = (
  sources: readonly Prepared[],
  waiting: readonly number[],
  kept: Kept,
): { readonly source: number; readonly found: Alignment | undefined } => {
  for (const source of waiting) {
    const found = textEvidence(kept.heard, (sources[source] as Prepared).heard).alignment
    if (found !== undefined) return { source, found }
  }
  return { source: waiting[0] ?? 0, found: undefined }
}

const sameClock: readonly Piece[] = [{ fromMs: Number.NEGATIVE_INFINITY, offsetMs: 0 }]

const byClocks = (best: Prepared | undefined, { transcript }: Prepared): readonly Piece[] => {
  const offsetMs = (transcript.startedAt ?? 0) - (best?.transcript.startedAt ?? 0)
  return transcript.startedAt === null || best === undefined || best.transcript.startedAt === null
    ? sameClock
    : [{ fromMs: Number.NEGATIVE_INFINITY, offsetMs }]
}

const holeFillers = (kept: Kept, lines: readonly MeetingLine[], { words }: Heard, found: Alignment | undefined): readonly MeetingLine[] => {
  const against = counterparts(words.count, found)
  const keptTimes = kept.heard.words.time
  const fillers: MeetingLine[] = []
  for (let line = 0, from = 0; line < lines.length; line++) {
    let to = from
    while (to < words.count && words.line[to] === line) to++
    const own = lines[line] as MeetingLine
    const count = to - from
    let echoed = 0
    for (let place = from; place < to; place++) if (against.exact[place] !== -1) echoed++
    const spoken = Math.max(1, speechEnd(own) - own.startMs)
    // Words of others in its place: after what stands against the word before it, before what stands against the word behind it.
    const first = Math.max(from === 0 ? 0 : (against.last[from - 1] as number) + 1, lowerBound(keptTimes, own.startMs - slackMs))
    const behind = Math.min(
      to === words.count ? keptTimes.length : (against.next[to] as number),
      lowerBound(keptTimes, own.startMs + spoken + slackMs),
    )
    const isEcho = count === 0 || echoed >= echoShare * count
    const isHeard = behind - first >= holeShare * count || kept.spokenWithin(own.startMs, own.startMs + spoken) >= holeShare * spoken
    if (!isEcho && !isHeard) fillers.push(own)
    from = to
  }
  return fillers
}

/** For every word of the source: the kept word it equals, the last one before or at it, and the first one at or behind it that stands against a word. */
const counterparts = (
  count: number,
  found: Alignment | undefined,
): { readonly exact: Int32Array; readonly last: Int32Array; readonly next: Int32Array } => {
  const exact = new Int32Array(count).fill(-1)
  found?.pairing.forEach((word, place) => {
    if (word !== -1) exact[word] = place
  })
  const last = exact.slice()
  for (let place = 1; place < count; place++) if (last[place] === -1) last[place] = last[place - 1] as number
  const next = exact.slice()
  for (let place = count - 1; place >= 0; place--) {
    const behind = place === count - 1 ? Number.MAX_SAFE_INTEGER : (next[place + 1] as number)
    if (next[place] === -1) next[place] = Math.min(behind, 0x7fffffff)
  }
  return { exact, last, next }
}
