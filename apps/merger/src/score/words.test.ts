import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'
import { maxWords, wordsOf } from './words.ts'

const words = (text: string) => wordsOf(linesOf([{ startMs: 1_000, endMs: 2_000, speaker: null, text }]))
const hashes = (text: string) => [...words(text).hash]

test('spelling that recognisers differ in does not count: case, accents, apostrophes, width, marks between words', () => {
  expect(hashes("Let's meet at the CAFÉ — ｏｋａｙ?")).toEqual(hashes('lets meet, at the cafe okay'))
})

test('vowel signs of scripts that need them are kept', () => {
  expect(hashes('की')).not.toEqual(hashes('का'))
})

test('in scripts without spaces every character counts with the one behind it', () => {
  expect(words('今天开会').count).toBe(4)
  expect(hashes('我们今天开会').slice(2, 5)).toEqual(hashes('你们今天开会').slice(2, 5))
  expect(hashes('今天')).not.toEqual(hashes('今年'))
})

test('a word sounds at its place in the line, and knows its characters', () => {
  const { time, from, to } = words('one two three four')
  expect(time[0]).toBe(1_000)
  expect([...time]).toEqual([...time].toSorted((a, b) => a - b))
  expect([from[1], to[1]]).toEqual([4, 7])
})

test('a line that claims minutes for three words is not stretched over them', () => {
  const { time } = wordsOf(linesOf([{ startMs: 0, endMs: 600_000, speaker: null, text: 'one two three' }]))
  expect(time[2]).toBeLessThan(10_000)
})

test('lines without a word, backwards and unordered ones are put right', () => {
  const lines = linesOf([
    { startMs: 500, endMs: 100, speaker: null, text: 'later' },
    { startMs: 0, endMs: 10, speaker: null, text: ' … ' },
    { startMs: 20, endMs: 20, speaker: null, text: 'earlier' },
  ])
  expect(lines.map(({ text, startMs, endMs, index }) => [text, startMs, endMs, index])).toEqual([
    ['earlier', 20, 20, 2],
    ['later', 500, 500, 0],
  ])
})

test('a text without end is compared as far as it is of use', () => {
  expect(words('a '.repeat(maxWords + 10)).count).toBe(maxWords)
})
