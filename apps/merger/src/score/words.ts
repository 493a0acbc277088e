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
  /** The word's place in the vocabulary. */
  readonly id: Int32Array
  readonly vocabulary: Vocabulary
  /** Milliseconds on the lines' clock; within a line by the place in its text. */
  readonly time: Float64Array
  /** Index into the lines. */
  readonly line: Int32Array
  /** The word's characters in its line's text: from, to. */
  readonly from: Int32Array
  readonly to: Int32Array
}

/** Every different word once, in the order in which they are first said: what is worked out for each needs no look-up for each place. */
export interface Vocabulary {
  readonly hash: Int32Array
  /** How often it is said. */
  readonly count: Int32Array
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
const hashBasis = 0x811c9dc5
const hashStep = (hash: number, codeUnit: number): number => Math.imul(hash ^ codeUnit, 0x01000193)
const hashEnd = (steps: number): number => {
  const hash = Math.imul(steps ^ (steps >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}
const hashOf = (text: string): number => {
  let hash = hashBasis
  for (let index = 0; index < text.length; index++) hash = hashStep(hash, text.charCodeAt(index))
  return hashEnd(hash)
}

export const mix = (a: number, b: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) | 0
}

interface Found {
  readonly ids: number[]
  /** Of the vocabulary. */
  readonly hashes: number[]
  readonly starts: number[]
  readonly ends: number[]
  readonly lines: number[]
  /** Of the words those of scripts without spaces. */
  characters: number
}

const findWords = (lines: readonly Line[]): Found => {
  const found: Found = { ids: [], hashes: [], starts: [], ends: [], lines: [], characters: 0 }
  const idByHash = new Map<number, number>()
  const hashBySpelling = new Map<string, number>()
  const add = (line: number, hash: number, start: number, end: number): void => {
    if (found.ids.length === maxWords) return
    let id = idByHash.get(hash)
    if (id === undefined) idByHash.set(hash, (id = found.hashes.push(hash) - 1))
    found.ids.push(id)
    found.starts.push(start)
    found.ends.push(end)
    found.lines.push(line)
  }
  for (const [line, { text }] of lines.entries()) {
    if (found.ids.length === maxWords) break
    if (isAscii(text)) {
      wordsInAscii(text, (hash, start, end) => add(line, hash, start, end))
      continue
    }
    for (const match of text.matchAll(wordPattern)) {
      if (found.ids.length === maxWords) break
      const [word] = match
      const hash = hashBySpelling.get(word) ?? hashOf(normalise(word))
      hashBySpelling.set(word, hash)
      if (match[1] !== undefined) found.characters++
      add(line, hash, match.index, match.index + word.length)
    }
  }
  return found
}

const isAscii = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

const [noWord, digit, letter] = [0, 1, 2]
const asciiKind = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[a-z]/i.test(character) ? letter : /[0-9]/.test(character) ? digit : noWord
})

/** What `wordPattern`, `normalise` and `hashOf` make of a text of ASCII, which most lines are, in a fraction of the time. */
const wordsInAscii = (text: string, add: (hash: number, start: number, end: number) => void): void => {
  const kindAt = (place: number): number => (place < text.length ? (asciiKind[text.charCodeAt(place)] as number) : noWord)
  const small = (place: number): number => (kindAt(place) === letter ? text.charCodeAt(place) | 0x20 : text.charCodeAt(place))
  for (let start = 0; start < text.length; start++) {
    if (kindAt(start) === noWord) continue
    let hash = hashBasis
    let end = start
    while (kindAt(end) !== noWord) hash = hashStep(hash, small(end++))
    while (text.charCodeAt(end) === apostrophe && kindAt(end + 1) === letter) {
      end++
      while (kindAt(end) === letter) hash = hashStep(hash, small(end++))
    }
    add(hashEnd(hash), start, end)
    start = end - 1
  }
}
const apostrophe = 0x27

/** The words of lines, in the lines' order; at most `maxWords`. Linear in the text. */
export const wordsOf = (lines: readonly Line[]): Words => {
  const { ids, hashes, starts, ends, lines: owners, characters } = findWords(lines)
  const vocabulary = { hash: new Int32Array(hashes), count: new Int32Array(hashes.length) }
  const pace = lines.map((line) => (speechEnd(line) - line.startMs) / Math.max(1, line.text.length))
  const hash = new Int32Array(ids.length)
  const time = new Float64Array(ids.length)
  for (let place = 0; place < ids.length; place++) {
    const [id, owner] = [ids[place] as number, owners[place] as number]
    vocabulary.count[id] = (vocabulary.count[id] as number) + 1
    hash[place] = vocabulary.hash[id] as number
    time[place] = (lines[owner] as Line).startMs + (starts[place] as number) * (pace[owner] as number)
  }
  return {
    count: ids.length,
    unspaced: 2 * characters > ids.length,
    hash,
    id: new Int32Array(ids),
    vocabulary,
    time,
    line: new Int32Array(owners),
    from: new Int32Array(starts),
    to: new Int32Array(ends),
  }
}

/** A word's letters, as far as spelling counts. In scripts without spaces one character. */
export const wordText = ({ lines, words }: { readonly lines: readonly Line[]; readonly words: Words }, place: number): string =>
  normalise((lines[words.line[place] as number]?.text ?? '').slice(words.from[place], words.to[place]))
