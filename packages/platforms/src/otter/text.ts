import type { TranscriptSegment } from '../platform.ts'

export type OtterText =
  | { readonly kind: 'segments'; readonly segments: readonly TranscriptSegment[] }
  | { readonly kind: 'rubbish'; readonly reason: string }

interface Turn {
  readonly speaker: string | null
  readonly startMs: number
  readonly words: string[]
}

/** Unhurried speech, for a turn whose end nothing tells. */
const wordsPerSecond = 2.5
const longestName = 100

/**
 * Reads the text Otter gives for a transcript. Its grammar is not documented; of examples: a line with a name, two or more spaces and
 * `MM:SS` or `H:MM:SS` begins a turn, the lines after it are what was said. Text without any such line is one turn without a speaker.
 * There are no end times: a turn ends where the next begins, the last one by the pace of speech, within `durationMs` where that is known.
 * Never throws; linear in the text's length.
 */
export const parseOtterText = (text: string, durationMs: number | null): OtterText => {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text.slice(0, 1000))) return { kind: 'rubbish', reason: 'it is a markup page' }
  const turns = turnsOf(text.split(/\r\n|\n|\r/))
  const spoken = turns.flatMap(({ speaker, startMs, words }) => {
    const said = words.join(' ').replaceAll(/\s+/g, ' ').trim()
    return said === '' ? [] : [{ speaker, startMs, text: said }]
  })
  const segments = spoken.map((turn, index) => ({ ...turn, rawText: null, endMs: endOf(turn, spoken[index + 1]?.startMs, durationMs) }))
  return { kind: 'segments', segments: segments.toSorted((a, b) => a.startMs - b.startMs) }
}

const turnsOf = (lines: readonly string[]): readonly Turn[] => {
  const turns: Turn[] = []
  let afterBlank = true
  for (const line of lines) {
    const header = headerOf(line)
    const before = turns.at(-1)
    // Inside a paragraph a time that goes back is something said, not a turn.
    if (header !== undefined && (afterBlank || header.startMs >= (before?.startMs ?? 0))) turns.push({ ...header, words: [] })
    else if (before !== undefined) before.words.push(line)
    else if (line.trim() !== '') turns.push({ speaker: null, startMs: 0, words: [line] })
    afterBlank = line.trim() === ''
  }
  return turns
}

/** `Name  MM:SS`, with two or more spaces (or a tab) between: `See you at 10:00` has one, so it is speech. */
const headerOf = (line: string): { readonly speaker: string; readonly startMs: number } | undefined => {
  const trimmed = line.trim()
  if (trimmed.length > longestName + 16) return undefined
  const match = /[ \t](?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/.exec(trimmed)
  if (match === null) return undefined
  const head = trimmed.slice(0, match.index + 1)
  const speaker = head.trimEnd()
  if (speaker === '' || (head.length - speaker.length < 2 && !head.endsWith('\t'))) return undefined
  const [, hours = '0', minutes, seconds] = match
  return { speaker, startMs: ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 }
}

const endOf = (turn: { readonly startMs: number; readonly text: string }, next: number | undefined, durationMs: number | null): number => {
  if (next !== undefined && next > turn.startMs) return next
  const estimate = turn.startMs + Math.ceil((turn.text.split(' ').length / wordsPerSecond) * 1000)
  const known = next === undefined && durationMs !== null && durationMs > turn.startMs
  return known ? Math.min(estimate, durationMs) : estimate
}
