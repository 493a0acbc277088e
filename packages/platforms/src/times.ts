import type { TranscriptNote } from './platform.ts'

interface Timed {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

/**
 * What times in another unit than the format's are multiplied by to become right: seconds taken for milliseconds and the reverse, minutes
 * for seconds and the reverse, samples at 16 kHz for milliseconds and for seconds.
 */
const factors = [1000, 60, 1 / 60, 1 / 1000, 1 / 16, 1 / 16_000] as const

/** Words a second, the median over segments. People speak 2 to 3; pauses count in, and recognisers cut finely. */
const spoken = { least: 0.45, most: 7 }
const impossible = { least: 0.02, most: 20 }
/** Slower than this is no proof by itself, but is one together with times that go far beyond the meeting's end. */
const unlikely = 0.3
const farBeyond = 1.5
/** Somebody speaks in the second half of nearly every meeting. */
const mostOfIt = 0.5
const fewEstimated = 20
const longestMs = 366 * 86_400_000

/**
 * Tells by the words, and by the meeting's length where it is known, whether times are in the unit they are meant to be in. What fits one
 * other unit is converted; what fits none stays, and a note says that it cannot be right. Of fewer than two segments nothing can be told.
 *
 * @param ends `estimated`: a segment ends where the next begins
 */
export const checkedTimes = <S extends Timed>(
  segments: readonly S[],
  durationMs: number | null,
  { ends = 'told' }: { readonly ends?: 'told' | 'estimated' } = {},
): { readonly segments: readonly S[]; readonly notes: readonly TranscriptNote[] } => {
  if (standsStill(segments)) return { segments, notes: [doubtful(`all ${segments.length} segments begin at the same moment`)] }
  // Where each lasts until the next begins, a silence makes it slow: of a few such segments nothing can be told.
  const pace = ends === 'estimated' && segments.length < fewEstimated ? undefined : medianPace(segments)
  if (pace === undefined) return { segments, notes: [] }
  const last = lastOf(segments)
  const tooLong = durationMs !== null && durationMs > 0 && last > farBeyond * durationMs
  const wrong = pace > impossible.most || pace < impossible.least || (pace < unlikely && tooLong)
  if (!wrong) return { segments, notes: [] }
  const possible = factors.filter((factor) => {
    const [paceThen, lastThen] = [pace / factor, last * factor]
    return paceThen >= spoken.least && paceThen <= spoken.most && (durationMs === null || lastThen <= farBeyond * durationMs)
  })
  // Of two that words may be spoken at, the meeting's length tells.
  const toTheEnd = possible.filter((factor) => durationMs !== null && last * factor >= mostOfIt * durationMs)
  const fitting = possible.length > 1 && toTheEnd.length > 0 ? toTheEnd : possible
  const [factor] = fitting
  if (factor === undefined || fitting.length > 1)
    return { segments: segments.map((segment) => scaled(segment, 1)), notes: [doubtful(`their words come at ${shown(pace)} a second`)] }
  const how = factor > 1 ? `times as short as their words take, and were multiplied by ${factor}` : longer(factor)
  return {
    segments: segments.map((segment) => scaled(segment, factor)),
    notes: [{ code: 'rescaled-times', text: `the segments' times were ${factor > 1 ? factor : Math.round(1 / factor)} ${how}` }],
  }
}

const longer = (factor: number): string => `times as long as their words take, and were divided by ${Math.round(1 / factor)}`

const doubtful = (why: string): TranscriptNote => ({ code: 'doubtful-times', text: `the segments' times cannot be right: ${why}` })

const scaled = <S extends Timed>(segment: S, factor: number): S => ({
  ...segment,
  startMs: Math.min(longestMs, Math.round(segment.startMs * factor)),
  endMs: Math.min(longestMs, Math.round(segment.endMs * factor)),
})

const standsStill = (segments: readonly Timed[]): boolean =>
  segments.length > 2 && segments.every(({ startMs }) => startMs === segments[0]?.startMs)

const lastOf = (segments: readonly Timed[]): number => segments.reduce((last, { startMs, endMs }) => Math.max(last, startMs, endMs), 0)

/** Words a second of the segment in the middle; undefined where hardly any has a length. */
const medianPace = (segments: readonly Timed[]): number | undefined => {
  const paces = segments.flatMap(({ startMs, endMs, text }, index) => {
    // One without an end lasts until the next begins.
    const end = endMs > startMs ? endMs : (segments[index + 1]?.startMs ?? startMs)
    return end > startMs ? [(wordsIn(text) * 1000) / (end - startMs)] : []
  })
  return paces.length < 2 ? undefined : paces.toSorted((a, b) => a - b)[Math.floor(paces.length / 2)]
}

/** Words between spaces; of scripts that have none, two characters count as one word. */
const wordsIn = (text: string): number => {
  const unspaced = text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu)?.length ?? 0
  const spaced = text.match(/\S+/g)?.length ?? 0
  return Math.max(spaced, unspaced / 2)
}

const shown = (pace: number): string => (pace < 1 ? `${Number(pace.toPrecision(1))} words` : `${Math.round(pace)} words`)
