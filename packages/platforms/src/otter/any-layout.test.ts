import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOtterText } from './text.ts'

interface Turn {
  readonly at: number
  readonly name: string
  readonly lines: readonly string[]
}

const clock = (s: number) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
const said = [
  'Shall we begin?',
  'See you at 10:00',
  'We meet at 10:00 tomorrow, or at 11:30.',
  'I think: yes.',
  'The figures for 2026 are on page 3.',
  'let us close them before 10:00',
  'Good.',
  'It is (as we said) 3:15 to them.',
  '好的，我们开始吧。',
  'at nine',
]
const names = [
  'Ida Holm',
  'Ole Brandt',
  'Speaker 1',
  'Unknown Speaker',
  'Ludwig van Beek',
  'Søren',
  'Jean-Luc d’Arc',
  '山田 太郎',
  'IT Desk 2',
  'O. K. Ek',
]

const turnsArbitrary = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 95 }),
      name: fc.constantFrom(...names),
      lines: fc.array(fc.constantFrom(...said), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((list) => {
    let at = -1
    return list.map(({ gap, name, lines }): Turn => ({ at: (at += gap), name, lines }))
  })

const layouts: Readonly<Record<string, (turn: Turn) => string>> = {
  'two spaces': ({ at, name, lines }) => `${name}  ${clock(at)}  \n${lines.join('\n')}\n\n`,
  'one space': ({ at, name, lines }) => `${name} ${clock(at)}\n${lines.join('\n')}\n\n`,
  'one space, paragraphs within turns': ({ at, name, lines }) => `${name} ${clock(at)}\n${lines.join('\n\n')}\n\n`,
  'one space, no blank lines': ({ at, name, lines }) => `${name} ${clock(at)}\n${lines.join('\n')}\n`,
  'no-break space': ({ at, name, lines }) => `${name}\u00A0${clock(at)}\n${lines.join('\n')}\n\n`,
  'in parentheses': ({ at, name, lines }) => `${name} (${clock(at)})\n${lines.join('\n')}\n\n`,
  'one line, apart': ({ at, name, lines }) => `${name}  ${clock(at)}  ${lines.join(' ')}\n\n`,
  'one line, no blank lines': ({ at, name, lines }) => `${name}  ${clock(at)}  ${lines.join(' ')}\n`,
  'one line, words go on': ({ at, name, lines }) => `${name} ${clock(at)}  ${lines.join('\n')}\n\n`,
  'one line, one space': ({ at, name, lines }) => `${name} ${clock(at)} ${lines.join(' ')}\n\n`,
  'one line, one space, no blank lines': ({ at, name, lines }) => `${name} ${clock(at)} ${lines.join(' ')}\n`,
  'time first': ({ at, name, lines }) => `[${clock(at)}] ${name}: ${lines.join(' ')}\n`,
  'time first, bare': ({ at, name, lines }) => `${clock(at)} ${name}: ${lines.join(' ')}\n\n`,
  'time and name above': ({ at, name, lines }) => `[${clock(at)}] ${name}\n${lines.join('\n')}\n\n`,
  'name above time': ({ at, name, lines }) => `${name}\n${clock(at)}\n${lines.join('\n')}\n\n`,
}

describe('the same turns, in another layout', () => {
  test.each(Object.entries(layouts))('%s', (_name, written) => {
    fc.assert(
      fc.property(turnsArbitrary, fc.boolean(), (turns, footed) => {
        const text = turns.map(written).join('') + (footed ? '\nTranscribed by https://otter.ai\n' : '')
        const parsed = parseOtterText(text, null)
        if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
        expect(parsed.segments.map(({ startMs, speaker, text: words }) => [startMs, speaker, words])).toEqual(
          turns.map(({ at, name, lines }) => [at * 1000, name, lines.join(' ')]),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('without names', () => {
    fc.assert(
      fc.property(turnsArbitrary, (turns) => {
        const text = turns.map(({ at, lines }) => `${clock(at)}\n${lines.join('\n')}\n\n`).join('')
        const parsed = parseOtterText(text, null)
        if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
        expect(parsed.segments.map(({ startMs, speaker, text: words }) => [startMs, speaker, words])).toEqual(
          turns.map(({ at, lines }) => [at * 1000, null, lines.join(' ')]),
        )
      }),
    )
  })
})
