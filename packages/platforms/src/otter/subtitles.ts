import { type Cue, parseVtt } from '../zoom/vtt.ts'
import type { TranscriptNote } from '../platform.ts'

export type SubtitleFormat = 'vtt' | 'srt'

export type Subtitles =
  | { readonly kind: 'cues'; readonly cues: readonly Cue[]; readonly notes: readonly TranscriptNote[] }
  | { readonly kind: 'rubbish'; readonly reason: string }

const times = String.raw`(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}[ \t]*-->`
const beginsAsVtt = /^\s*WEBVTT(?:[ \t\r\n]|$)/
const beginsAsSrt = new RegExp(String.raw`^\s*(?:\d+[ \t]*(?:\r\n|\n|\r))?[ \t]*${times}`)
const timesLine = new RegExp(String.raw`^[ \t]*${times}`, 'm')

/**
 * The subtitle format that the text is in; undefined for any other text. The text itself decides; what the platform says of it (`txt`,
 * `srt`, `vtt`) counts only where the text does not begin as one of them but has such times in it.
 */
export const subtitleFormatOf = (text: string, said: string | null): SubtitleFormat | undefined => {
  const beginning = text.slice(0, 4000)
  if (beginsAsVtt.test(beginning)) return 'vtt'
  if (beginsAsSrt.test(beginning)) return 'srt'
  const format = said?.trim().toLowerCase()
  return (format === 'vtt' || format === 'srt') && timesLine.test(text) ? format : undefined
}

/** Reads WebVTT, also without its first line, and SRT, which is the same without that line and with a comma in its times. */
export const parseSubtitles = (text: string, format: SubtitleFormat): Subtitles => {
  const trimmed = text.trimStart()
  const parsed = parseVtt(format === 'vtt' && beginsAsVtt.test(trimmed.slice(0, 100)) ? trimmed : `WEBVTT\n\n${trimmed}`)
  return parsed.kind === 'cues' ? { ...parsed, notes: [] } : parsed
}
