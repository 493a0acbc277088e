import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelled } from './speaker-labels.ts'

const label = (...texts: readonly string[]) =>
  labelled(texts.map((text) => ({ startMs: 0, endMs: 0, voice: null, text }))).map(({ speaker, text }) => [speaker, text])

test.each([
  ['Inès Aubert: Good morning.', 'Inès Aubert'],
  ['Søren Lind (he/him): Yes.', 'Søren Lind (he/him)'],
  ['Paul McCartney: Too. Call 321-584-0624: awesome.', 'Paul McCartney'],
  ['Ludwig van Beethoven: Da da da dum.', 'Ludwig van Beethoven'],
  ['🦊 Fox: hi', '🦊 Fox'],
  ['李雷: 你好', '李雷'],
  ['Room:4 North: we hear you', 'Room:4 North'],
  ['Aubert, Inès: hello', 'Aubert, Inès'],
  ['iPad de Søren: hello', 'iPad de Søren'],
  ['Dr. Lind: next', 'Dr. Lind'],
])('%j is said by %j', (text, speaker) => {
  expect(label(text)).toEqual([[speaker, text.slice(speaker.length + 2)]])
})

test.each([
  'See you at 10:30 tomorrow.',
  'The address is https://halden.example/a: please open it.',
  'One more thing: the launch.',
  'Then let us fill them: prices first.',
  'What did he say? He said: no.',
  `${'Very '.repeat(30)}long: text`,
  'Many Words With Capitals Cannot Be Only One Name: no',
  ': nothing before it',
  '--: nothing to call anybody',
])('%j has no speaker', (text) => {
  expect(label(text)).toEqual([[null, text]])
})

test('a prefix that does not look like a name is one when it comes back', () => {
  expect(label('front desk: hello', 'and so on', 'front desk: bye')).toEqual([
    ['front desk', 'hello'],
    [null, 'and so on'],
    ['front desk', 'bye'],
  ])
})

describe('what somebody keeps saying', () => {
  test('is no name where most speakers have one: it begins a sentence', () => {
    expect(label('Inès Aubert: so', 'Small thing: is it done?', 'Inès Aubert: yes', 'and so on', 'Small thing: it is.')).toEqual([
      ['Inès Aubert', 'so'],
      [null, 'Small thing: is it done?'],
      ['Inès Aubert', 'yes'],
      [null, 'and so on'],
      [null, 'Small thing: it is.'],
    ])
  })

  test('is no name where somebody else says it, too', () => {
    expect(label('Inès Aubert: Small thing: so', 'Small thing: is it?', 'Small thing: it is.').map(([speaker]) => speaker)).toEqual([
      'Inès Aubert',
      null,
      null,
    ])
  })

  test('is a name where every cue has one', () => {
    expect(label('Inès Aubert: so', 'Front desk: is it done?', 'Inès Aubert: yes', 'Front desk: it is.')[1]).toEqual([
      'Front desk',
      'is it done?',
    ])
  })

  test('is no name, said once, where hardly a cue has one', () => {
    const unlabelled = Array.from({ length: 20 }, () => 'and so on')
    expect(label(...unlabelled, 'Question: is it done?').at(-1)).toEqual([null, 'Question: is it done?'])
    expect(label(...unlabelled, 'Ann: is it done?', 'Ann: so?').at(-1)).toEqual(['Ann', 'so?'])
  })
})

test('a voice is the speaker, whatever colons the text has', () => {
  expect(labelled([{ startMs: 0, endMs: 1, voice: 'Inès', text: 'Prices: first.' }])).toEqual([
    { startMs: 0, endMs: 1, speaker: 'Inès', text: 'Prices: first.' },
  ])
})

describe('a file that labels its cues', () => {
  const others = ['Ida Holm: Shall we begin?', 'Ole Brandt: Yes.', 'Ida Holm: The budget first.', 'Ole Brandt: Good.']
  const odd = [
    'karl',
    'ේේේේ',
    '🚗',
    '4711',
    'Bob!',
    'Kari’s Tablet',
    'bo lindqvist van der berg',
    'the one with ten words in the name from Oslo',
    'Audio shared by Marco De Rossi',
    'admin',
    '+47 900 12 345',
    'He Jun',
    'Will',
    'v2',
  ]
  test.each(odd)('has a name before every colon, however it looks, once: %s', (name) => {
    expect(label(...others, `${name}: hello`).at(-1)).toEqual([name, 'hello'])
  })
  test.each(odd)('and often: %s', (name) => {
    expect(label(...others, `${name}: hello`, `${name}: Note: bye`).slice(-2)).toEqual([
      [name, 'hello'],
      [name, 'Note: bye'],
    ])
  })
  test('keeps a name without the space that stands behind it', () => {
    expect(label(...others, 'Kari’s Tablet : hello').at(-1)).toEqual(['Kari’s Tablet', 'hello'])
  })
  test.each([
    'Question',
    '10:30 Meeting',
    'Next step',
    'One more thing',
    'Action items',
    'Item 3',
    'Frage',
    'What did he say? He said',
    'Then let us ask',
  ])('has speech where a cue begins with what one speaks about: %s', (topic) => {
    expect(label(...others, `${topic}: who pays?`).at(-1)).toEqual([null, `${topic}: who pays?`])
  })
  test('a name that is said, too, stays a name', () => {
    expect(label(...others, 'Ida Holm: Ole Brandt: please').map(([speaker]) => speaker)).toEqual([
      'Ida Holm',
      'Ole Brandt',
      'Ida Holm',
      'Ole Brandt',
      'Ida Holm',
    ])
  })
  test.each(odd)('keeps the name of one cue beside a cue without one, also in a short file: %s', (name) => {
    expect(label(...others, 'yes, and so on', `${name}: hello`).at(-1)).toEqual([name, 'hello'])
  })
  test('of many cues, all with a name, has a name also where a sentence could stand', () => {
    const many = Array.from({ length: 10 }, () => others).flat()
    expect(label(...many, 'What is this: hello').at(-1)).toEqual(['What is this', 'hello'])
    expect(label(...many, 'Question: hello').at(-1)).toEqual([null, 'Question: hello'])
  })

  test('an odd name, or a cue without one, changes nobody else’s', () => {
    const names = fc.constantFrom('Ida Holm', 'Ole Brandt', 'Bo lindqvist', 'karl')
    const meeting = fc.array(names, { minLength: 20, maxLength: 60 })
    const intruder = fc.constantFrom('yes, and so on', ...odd.map((name) => `${name}: hm`), 'One more thing: stop', 'Question: why?')
    const property = fc.property(meeting, intruder, fc.nat(), (speakers, cue, at) => {
      const cues = speakers.map((speaker, index) => `${speaker}: word ${index}`)
      const place = at % cues.length
      const heard = label(...cues.toSpliced(place, 0, cue)).toSpliced(place, 1)
      expect(heard).toEqual(label(...cues))
      expect(heard.map(([speaker]) => speaker)).toEqual(speakers)
    })
    expect(() => fc.assert(property)).not.toThrow()
  })
})

test('in a file of known names and cues without one, a word said once is speech', () => {
  const cues = ['Ida Holm: so', 'and so on', 'Ole Brandt: yes', 'well', 'Ida Holm: good', 'right']
  expect(label(...cues, 'Budget: it is fine').at(-1)).toEqual([null, 'Budget: it is fine'])
  expect(label(...cues, 'Harbour: it is fine').at(-1)).toEqual([null, 'Harbour: it is fine'])
  expect(label(...cues, 'Kari Vik: it is fine').at(-1)).toEqual(['Kari Vik', 'it is fine'])
})

test('somebody who is known to have been there has a name, however it looks', () => {
  const lines = ['Ida Holm: so', 'and so on', 'question: what?'].map((text) => ({ startMs: 0, endMs: 0, voice: null, text }))
  expect(labelled(lines, (name) => name === 'question').at(-1)).toMatchObject({ speaker: 'question', text: 'what?' })
})
