import type { Line } from './speaker-labels.ts'

const tag = /<\/?(?:(?:c|i|b|u|ruby|rt|lang|v)(?:[.\s][^<>]*)?|\d\d[\d:.]*)>/g
const voice = /<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>/g
const entity = /&(?:amp|lt|gt|nbsp|lrm|rlm|quot|#39);/g
const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&lrm;': '',
  '&rlm;': '',
  '&quot;': '"',
  '&#39;': "'",
}

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

const plain = (text: string): string =>
  text
    .replaceAll(tag, '')
    .replaceAll(entity, (reference) => characters[reference] ?? reference)
    .replaceAll(/\s+/g, ' ')
    .trim()
