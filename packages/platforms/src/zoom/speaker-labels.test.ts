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
