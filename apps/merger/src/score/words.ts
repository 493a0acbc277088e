import { speechEnd, type Line } from './lines.ts'

/**
 * What was said as a row of words, each a 32-bit hash with its moment. Spelling that recognisers and people differ in (case,
 * accents, apostrophes, width) is gone. In scripts without spaces every character is a word.
 */
export interface Words {
  readonly count: number
  /** Most words are characters of a script without spaces: it takes more of them to say something. */
  readonly unspaced: boolean
  readonly hash: Int32Array
  /** Milliseconds on the lines' clock; within a line by the place in its text. */
  readonly time: Float64Array
  /** Index into the lines. */
  readonly line: Int32Array
  /** The word's characters in its line's text: from, to. */
  readonly from: Int32Array
  readonly to: Int32Array
}

/** Words beyond this are not compared: twelve hours of fast speech have a fifth of it. */
export const maxWords = 1 << 19

const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const wordPattern = new RegExp(String.raw`([${unspaced}])|[[\p{L}\p{N}\p{M}]--[${unspaced}]]+(?:['’][[\p{L}\p{M}]--[${unspaced}]]+)*`, 'gv')
/** Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs: recognisers leave them out as they like. Signs of other scripts carry the vowels. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652'’]/g

/** A word without what recognisers and people spell differently. */
export const normalise = (word: string): string => word.normalize('NFKD').replace(marks, '').toLowerCase()

/** FNV-1a with a final mix (from MurmurHash3): spreads well enough for words to stand for themselves. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}

export const mix = (a: number, b: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}

interface Found {
  readonly hashes: number[]
  readonly starts: number[]
  readonly ends: number[]
  readonly lines: number[]
  /** Of the words those of scripts without spaces. */
  characters: number
}

const findWords = (lines: readonly Line[]): Found => {
  const known = new Map<string, number>()
  const lookUp = (text: string): number => {
    const hash = known.get(text) ?? hashOf(normalise(text))
    known.set(text, hash)
    return hash
  }
  const found: Found = { hashes: [], starts: [], ends: [], lines: [], characters: 0 }
  for (const [line, { text }] of lines.entries()) {
    for (const match of text.matchAll(wordPattern)) {
      if (found.hashes.length === maxWords) return found
      const end = match.index + match[0].length
      if (match[1] !== undefined) found.characters++
      found.hashes.push(lookUp(match[0]))
      found.starts.push(match.index)
      found.ends.push(end)
      found.lines.push(line)
    }
  }
  return found
}

/** The words of lines, in the lines' order; at most `maxWords`. Linear in the text. */
export const wordsOf = (lines: readonly Line[]): Words => {
  const { hashes, starts, ends, lines: owners, characters } = findWords(lines)
  const pace = lines.map((line) => (speechEnd(line) - line.startMs) / Math.max(1, line.text.length))
  return {
    count: hashes.length,
    unspaced: 2 * characters > hashes.length,
    hash: Int32Array.from(hashes),
    time: Float64Array.from(starts, (start, index) => {
      const owner = owners[index] as number
      return (lines[owner] as Line).startMs + start * (pace[owner] as number)
    }),
    line: Int32Array.from(owners),
    from: Int32Array.from(starts),
    to: Int32Array.from(ends),
  }
}

/** A word's letters, as far as spelling counts. In scripts without spaces one character. */
export const wordText = ({ lines, words }: { readonly lines: readonly Line[]; readonly words: Words }, place: number): string =>
  normalise((lines[words.line[place] as number]?.text ?? '').slice(words.from[place], words.to[place]))
