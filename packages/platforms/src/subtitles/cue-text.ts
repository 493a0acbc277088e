import { decodeHTMLAttribute } from 'entities/decode'
import type { Line } from './speaker-labels.ts'

const tag = /<\/?(?:(?:c|i|b|u|ruby|rt|lang|v)(?:[.\s][^<>]*)?|\d\d[\d:.]*)>/g
const voice = /<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>/g

/** A cue's payload as one line per voice: spans of `<v Name>` apart, other markup removed, character references resolved. */
export const cueLines = (payload: readonly string[], times: { readonly startMs: number; readonly endMs: number }): readonly Line[] => {
  const text = payload.join(' ')
  const voices = [...text.matchAll(voice)]
  const before = text.slice(0, voices[0]?.index ?? text.length)
  const spans = voices.map((match, index) => ({
    voice: plain(match[1] ?? ''),
    text: text.slice(match.index + match[0].length, voices[index + 1]?.index ?? text.length),
  }))
  return [{ voice: '', text: before }, ...spans]
    .map((span) => ({ ...times, voice: span.voice === '' ? null : span.voice, text: plain(span.text) }))
    .filter((line) => line.text !== '')
}

/**
 * Character references are HTML's (https://www.w3.org/TR/webvtt1/#webvtt-cue-text), read as in an attribute: one without a semicolon
 * counts only where no letter follows, so that `R&notes` stays. The marks that set a direction show nothing and make equal names unequal.
 */
const plain = (text: string): string => {
  const bare = text.replaceAll(tag, '')
  return (bare.includes('&') ? decodeHTMLAttribute(bare) : bare)
    .replaceAll(/[\u200E\u200F]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
