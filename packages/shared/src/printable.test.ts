import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneLine, visible } from './printable.ts'

const hostile = 'a\u001b[2J\u009b31m\u200b\u202e\u2066\u00ad\ufeff\u{e0041}\u3164b\u2028c\r\u0007'
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3164]/u

describe('text from outside', () => {
  test('is one line without anything that acts on a terminal or is not seen', () => {
    expect(oneLine(hostile)).toBe('a [2J 31mb c')
    expect(oneLine('Søren 会議 ❤️ 🍂')).toBe('Søren 会議 ❤️ 🍂')
  })

  test('is so whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(text)).not.toMatch(unseen)
      }),
    )
  })
})

describe('what is written', () => {
  test('keeps lines, tabs and our colours, and shows the rest as escapes', () => {
    expect(visible('a\tb\n\u001b[31mred\u001b[39m', true)).toBe('a\tb\n\u001b[31mred\u001b[39m')
    expect(visible('\u001b[31m\u001b[2J\u009b\u202e', true)).toBe('\u001b[31m\\u001b[2J\\u009b\\u202e')
    expect(visible('\u001b[31m')).toBe('\\u001b[31m')
  })

  test('as JSON says the same as before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = visible(JSON.stringify({ text }))
        expect(written).not.toMatch(unseen)
        expect(JSON.parse(written)).toEqual({ text })
      }),
    )
  })
})
