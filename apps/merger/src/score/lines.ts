/** A stretch of speech on some clock: what words are taken from. */
export interface Line {
  readonly startMs: number
  /** Not before startMs. */
  readonly endMs: number
  readonly speaker: string | null
  readonly text: string
  /** Its place in the source's segments, from 0. */
  readonly index: number
}

interface SegmentLike {
  readonly startMs: number
  readonly endMs: number
  readonly speaker: string | null
  readonly text: string
}

/** A source's segments as lines in order of time. Segments that run backwards end where they start; those without a word are left out. */
export const linesOf = (segments: readonly SegmentLike[]): readonly Line[] => paced(inOrder(segments))

const inOrder = (segments: readonly SegmentLike[]): readonly Line[] =>
  segments
    .map(({ startMs, endMs, speaker, text }, index) => ({ startMs, endMs: Math.max(startMs, endMs), speaker, text, index }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .toSorted((a, b) => a.startMs - b.startMs || a.index - b.index)

/** Usual speech, milliseconds for a character: 150 words a minute of six characters each; in scripts without spaces 240 characters a minute. */
const characterMs = 67
const unspacedCharacterMs = 250
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * A transcript without any times, as people often write it, is laid out at the usual pace of speech: near enough to find what it has in
 * common with another, whose times then correct the pace. One that has a time anywhere stays as it is.
 */
const paced = (lines: readonly Line[]): readonly Line[] => {
  const first = lines[0]?.startMs
  if (!lines.every(({ startMs, endMs }) => startMs === first && endMs === startMs)) return lines
  let now = first ?? 0
  return lines.map((line) => {
    const startMs = now
    now += line.text.length * (unspacedScript.test(line.text) ? unspacedCharacterMs : characterMs)
    return { ...line, startMs, endMs: now }
  })
}

/** Nobody speaks slower than this for long: a longer segment holds silence, or its end was estimated from the next one's start. */
const slowestCharacterMs = 200
const hesitationMs = 2_000

/** Where speech that starts at `startMs` is over at the latest, whatever end the platform states. */
export const speechEnd = ({ startMs, endMs, text }: Pick<Line, 'startMs' | 'endMs' | 'text'>): number =>
  Math.min(endMs, startMs + hesitationMs + slowestCharacterMs * text.length)
