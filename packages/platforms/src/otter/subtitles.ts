import type { KnownName } from '../subtitles/speaker-labels.ts'
import { parseSubtitles, type Subtitles } from '../subtitles/subtitles.ts'

const times = String.raw`(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->`
const beginsAsVtt = /^WEBVTT(?:[ \t\r\n]|$)/
const beginsAsSrt = new RegExp(String.raw`^(?:\d+[ \t]*(?:\r\n|\n|\r))?[ \t]*${times}`)
const timesLine = new RegExp(String.raw`^[ \t]*${times}`, 'm')

/**
 * Reads a text that is WebVTT or SRT; undefined for any other text. The text itself decides; what the platform says of it (`txt`, `srt`,
 * `vtt`) counts only where the text does not begin as one of them but has such times in it.
 */
export const readSubtitles = (text: string, said: string | null, isKnown: KnownName): Subtitles | undefined => {
  const trimmed = text.trimStart()
  const beginning = trimmed.slice(0, 4000)
  if (beginsAsVtt.test(beginning)) return parseSubtitles(trimmed, 'vtt', isKnown)
  const format = said?.trim().toLowerCase()
  const isSaid = (format === 'vtt' || format === 'srt') && timesLine.test(trimmed)
  // WebVTT without its first line is SRT with another decimal point.
  return beginsAsSrt.test(beginning) || isSaid ? parseSubtitles(trimmed, 'srt', isKnown) : undefined
}
