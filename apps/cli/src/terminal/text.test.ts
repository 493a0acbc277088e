import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneLine } from '@hansard/shared/printable'
import { shorten, table, widthOf, wrap } from './text.ts'

const lines = fc.string({ unit: 'grapheme', maxLength: 60 }).map(oneLine)

describe('text for a terminal', () => {
  test('becomes one line that can neither move the cursor nor turn the direction of reading', () => {
    expect(oneLine('a\r\n\u001b[2Jb\u0007\u009b31m\u202ec\u2028d')).toBe('a [2Jb 31mc d')
  })

  test('is wrapped between words, and inside a word only when it is longer than a line', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl'])
  })

  test('counts columns, not characters', () => {
    expect(widthOf('会議 ✅')).toBe(7)
    expect(wrap('会議会議会議', 4)).toEqual(['会議', '会議', '会議'])
    expect(shorten('会議会議', 6)).toBe('会議…')
    expect(shorten('会議', 2)).toBe('…')
  })

  test('never gets wider than asked, and loses nothing when wrapped', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 4, max: 40 }), (text, width) => {
        const wrapped = wrap(text, width)
        for (const line of wrapped) expect(widthOf(line)).toBeLessThanOrEqual(width)
        expect(wrapped.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        expect(widthOf(shorten(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('a table', () => {
  test('lines its columns up, and the widest of those that may shrink give way', () => {
    const rows = [
      ['1', 'a name that is far too long for this', 'x'],
      ['2', '会議', 'y'],
    ]
    expect(table(['ID', 'NAME', 'KIND'], rows, 24, [1])).toEqual([
      'ID  NAME            KIND',
      '1   a name that i…  x',
      '2   会議            y',
    ])
  })

  test('fits the width whatever is in its flexible columns', () => {
    const rows = fc.array(fc.tuple(lines, lines), { maxLength: 5 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 100 }), (cells, width) => {
        const printed = table(
          ['ONE', 'TWO', 'FIXED'],
          cells.map(([one, two]) => [one, two, 'fixed']),
          width,
          [0, 1],
        )
        for (const line of printed) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})
