import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastTime } from '../least-time.ts'
import { parseOtterText } from './text.ts'

const read = (text: string, title: string | null = null) => {
  const parsed = parseOtterText(text, null, { title })
  if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
  return parsed
}
const turns = (text: string, title: string | null = null) =>
  read(text, title).segments.map(({ startMs, speaker, text: said }) => [startMs, speaker, said])
const [ida, ole] = [
  [0, 'Ida Holm', 'Shall we begin?'],
  [12_000, 'Ole Brandt', 'Yes, thank you.'],
]

describe('two turns, whatever the layout', () => {
  test.each([
    ['one space', 'Ida Holm 0:00\nShall we begin?\n\nOle Brandt 0:12\nYes, thank you.'],
    ['one space, without blank lines', 'Ida Holm 00:00\nShall we begin?\nOle Brandt 00:12\nYes, thank you.'],
    ['a tab', 'Ida Holm\t0:00\nShall we begin?\n\nOle Brandt\t0:12\nYes, thank you.'],
    ['one no-break space', 'Ida Holm\u00A00:00\nShall we begin?\n\nOle Brandt\u00A00:12\nYes, thank you.'],
    ['narrow no-break spaces', 'Ida Holm\u202F\u202F0:00\nShall we begin?\n\nOle Brandt\u202F\u202F0:12\nYes, thank you.'],
    ['wide spaces', 'Ida Holm\u20030:00\u2003\nShall we begin?\n\nOle Brandt\u3000\u30000:12\nYes, thank you.'],
    ['a byte order mark', '\uFEFFIda Holm 0:00\nShall we begin?\n\nOle Brandt 0:12\nYes, thank you.'],
    ['parentheses', 'Ida Holm (0:00)\nShall we begin?\n\nOle Brandt (0:12)\nYes, thank you.'],
    ['brackets', 'Ida Holm [00:00:00]\nShall we begin?\n\nOle Brandt [00:00:12]\nYes, thank you.'],
    ['a colon behind', 'Ida Holm (0:00):\nShall we begin?\n\nOle Brandt (0:12):\nYes, thank you.'],
    ['all in one line', 'Ida Holm  0:00  Shall we begin?\n\nOle Brandt  0:12  Yes, thank you.'],
    ['all in one line, without blank lines', 'Ida Holm  0:00  Shall we begin?\nOle Brandt  0:12  Yes, thank you.'],
    ['all in one line, as text of a DOCX', 'Ida Holm 0:00  Shall we begin?\nOle Brandt 0:12  Yes, thank you.'],
    ['all in one line with single spaces', 'Ida Holm 0:00 Shall we begin?\nOle Brandt 0:12 Yes, thank you.'],
    ['all in one line with tabs', 'Ida Holm\t0:00\tShall we begin?\nOle Brandt\t0:12\tYes, thank you.'],
    [
      'all in one line with no-break spaces',
      'Ida Holm\u00A0\u00A00:00\u00A0\u00A0Shall we begin?\n\nOle Brandt\u00A0\u00A00:12\u00A0 Yes, thank you.',
    ],
    ['the time first, in brackets', '[00:00] Ida Holm: Shall we begin?\n[00:12] Ole Brandt: Yes, thank you.'],
    ['the time first, hours too', '[0:00:00] Ida Holm: Shall we begin?\n\n[0:00:12] Ole Brandt: Yes, thank you.'],
    ['the time first, bare', '0:00 Ida Holm: Shall we begin?\n0:12 Ole Brandt: Yes, thank you.'],
    ['the time first and a dash', '00:00 - Ida Holm: Shall we begin?\n00:12 - Ole Brandt: Yes, thank you.'],
    ['from and to', '[00:00 - 00:12] Ida Holm: Shall we begin?\n[00:12 - 00:14] Ole Brandt: Yes, thank you.'],
    ['time and name above', '[0:00] Ida Holm\nShall we begin?\n\n[0:12] Ole Brandt\nYes, thank you.'],
    ['name, time and words below one another', 'Ida Holm\n0:00\nShall we begin?\n\nOle Brandt\n0:12\nYes, thank you.'],
    ['the same with brackets and spaces', 'Ida Holm \n [00:00]\nShall we begin?\n\n\nOle Brandt\n[00:12] \nYes, thank you.'],
    ['a bar', 'Ida Holm | 0:00\nShall we begin?\n\nOle Brandt | 0:12\nYes, thank you.'],
    ['a dash', 'Ida Holm - 0:00\nShall we begin?\n\nOle Brandt - 0:12\nYes, thank you.'],
    ['time and name above, bare', '0:00 Ida Holm\nShall we begin?\n\n0:12 Ole Brandt\nYes, thank you.'],
    ['other line ends', 'Ida Holm 0:00\u2028Shall we begin?\u2028\u2028Ole Brandt 0:12\u2028Yes, thank you.'],
  ])('%s', (_layout, text) => {
    expect(turns(text)).toEqual([ida, ole])
    expect(read(text).notes).toEqual([])
  })
})

describe('turns without names', () => {
  const nobody = [
    [5000, null, 'The doors were blue.'],
    [75_000, null, 'Not all of them.'],
  ]
  test.each([
    ['times alone', '0:05\nThe doors were blue.\n\n1:15\nNot all of them.'],
    ['times alone, without blank lines', '0:05\nThe doors were blue.\n1:15\nNot all of them.'],
    ['in brackets', '[0:05]\nThe doors were blue.\n\n[1:15]\nNot all of them.'],
    ['in one line', '[00:05] The doors were blue.\n[01:15] Not all of them.'],
    ['in one line, bare', '0:05  The doors were blue.\n\n1:15  Not all of them.'],
    ['in one line with one space', '0:05 The doors were blue.\n\n1:15 Not all of them.'],
  ])('%s', (_layout, text) => {
    expect(turns(text)).toEqual(nobody)
  })

  test('that begin late', () => {
    expect(turns('2:05\nThe doors were blue.\n\n3:15\nNot all of them.')).toEqual([
      [125_000, null, 'The doors were blue.'],
      [195_000, null, 'Not all of them.'],
    ])
  })

  test('among turns with them', () => {
    expect(turns('Ida Holm  0:00\nShall we begin?\n\n0:07\nWait.\n\nOle Brandt  0:12\nYes, thank you.')).toEqual([
      ida,
      [7000, null, 'Wait.'],
      ole,
    ])
  })
})

describe('what is said stays said', () => {
  test.each([
    'See you at 10:00',
    'Let us close them before 10:00',
    'We meet at 10:00 tomorrow.',
    '10:00 works for me.',
    '10:00',
    'The ratio is (3:15)',
    'Transcribed by https://otter.ai is what it says there.',
    'Speakers',
  ])('in a file with one space: %s', (line) => {
    expect(turns(`Ida Holm 0:00\nHello.\n${line}\nBye.\n\nOle Brandt 12:15\nYes.`)).toEqual([
      [0, 'Ida Holm', `Hello. ${line} Bye.`],
      [735_000, 'Ole Brandt', 'Yes.'],
    ])
  })

  test.each(['See you at 10:00', 'Tomorrow at 10:00', '10:00'])('as a paragraph of its own: %s', (line) => {
    const expected = [
      [0, 'Ida Holm', `Hello. ${line}`],
      [12_000, 'Ole Brandt', 'Yes.'],
    ]
    expect(turns(`Ida Holm 0:00\nHello.\n\n${line}\n\nOle Brandt 0:12\nYes.`)).toEqual(expected)
    expect(turns(`Ida Holm  0:00\nHello.\n\n${line}\n\nOle Brandt  0:12\nYes.`)).toEqual(expected)
  })

  test('where lines hold it all', () => {
    expect(turns('Ida Holm 0:00 We meet at 10:00 tomorrow.\nOr at 11:00 then.\nOle Brandt 0:12 At 10:00.')).toEqual([
      [0, 'Ida Holm', 'We meet at 10:00 tomorrow. Or at 11:00 then.'],
      [12_000, 'Ole Brandt', 'At 10:00.'],
    ])
  })

  test.each([
    'When?\n10:00\nFine.',
    'Tomorrow\n10:00\nis fine.',
    'We meet at 10:00\nand stop at 11:00',
    '10:00 works for me.\n11:00 is better.',
    'Hello.\n\nSee you at 10:00\nBye.',
  ])('where there are no turns: %j', (text) => {
    expect(turns(text)).toEqual([[0, null, text.replaceAll(/\s+/g, ' ')]])
  })
})

test('names in lower case are names where the file is written so', () => {
  expect(turns('Ida Holm 0:00\nWho is there?\n\nkarl 0:05\nIt is me.\n\nBo lindqvist 0:09\nAnd me.')).toEqual([
    [0, 'Ida Holm', 'Who is there?'],
    [5000, 'karl', 'It is me.'],
    [9000, 'Bo lindqvist', 'And me.'],
  ])
})

test('a name that comes back is one, whatever it looks like', () => {
  expect(
    turns('the red phone, hall 2 1:05\nHello?\n\nIda Holm 1:09\nYes?\n\nthe red phone, hall 2 1:15\nGood.').map(([, name]) => name),
  ).toEqual(['the red phone, hall 2', 'Ida Holm', 'the red phone, hall 2'])
})

test('who was there is known by name, whatever the rest of the file shows', () => {
  const text = 'ida holm 2:05\nShall we begin?\nWe meet at 10:00'
  expect(turns(text)).toEqual([[0, null, 'ida holm 2:05 Shall we begin? We meet at 10:00']])
  const known = parseOtterText(text, null, { people: [null, 'Ida Holm'] })
  expect(known).toMatchObject({
    segments: [{ startMs: 125_000, speaker: 'ida holm', text: 'Shall we begin? We meet at 10:00' }],
    notes: [],
  })
})

test('a line of speech with two spaces in it does not hide the headers with one', () => {
  expect(turns('Ida Holm 0:00\nShall we begin?\nWe stop at  10:00\n\nOle Brandt 0:12\nYes, thank you.')).toEqual([
    [0, 'Ida Holm', 'Shall we begin? We stop at 10:00'],
    ole,
  ])
})

describe('what nobody said', () => {
  const body = 'Ida Holm  0:00\nShall we begin?\n\nOle Brandt  0:12\nYes, thank you.'
  test.each([
    ['Transcribed by https://otter.ai'],
    ['Transcribed by http://otter.ai/'],
    ['transcribed by https://www.otter.ai.'],
    ['Transcribed by Otter.ai'],
    ['Transcript by Otter'],
    ['Transcrito por https://otter.ai'],
    ['https://otter.ai'],
    ['---\nTranscribed by https://otter.ai\n---'],
    ['Transcribed by https://otter.ai\nView the conversation at https://otter.ai/u/Hm7vRt24'],
    ['Transcribed\u00A0by\u00A0https://otter.ai'],
  ])('is left out at the end: %s', (footer) => {
    expect(turns(`${body}\n\n${footer}\n`)).toEqual([ida, ole])
    expect(turns(`${body}\n${footer}`)).toEqual([ida, ole])
  })

  test('is left out where it sticks to the last word', () => {
    expect(turns(`${body}Transcribed by https://otter.ai`)).toEqual([ida, ole])
    expect(turns(`${body} Transcribed by https://otter.ai`)).toEqual([ida, ole])
  })

  test.each([
    [
      'a title, a date and keywords',
      'Harbour\nThu, 3/11 10:23AM • 42:08\n\nSUMMARY KEYWORDS\nlease, roof\n\nSPEAKERS\nIda Holm, Ole Brandt\n\n',
    ],
    ['keywords alone', 'SUMMARY KEYWORDS\nlease, roof\nSPEAKERS\nIda Holm, Ole Brandt\n'],
    ['a title and a date', 'Harbour\nFri, Nov 27, 2020 12:36PM • 31:02\n\n'],
    ['speakers over several lines', 'Speakers:\nIda Holm\nOle Brandt\n\nTranscript\n\n'],
  ])('is left out at the beginning: %s', (_what, front) => {
    expect(turns(front + body)).toEqual([ida, ole])
    expect(turns(front + body.replaceAll('  ', ' '))).toEqual([ida, ole])
  })

  test('is the title, where the text begins with it', () => {
    expect(turns(`Harbour at 10:00\n\n${body}`, 'Harbour at 10:00')).toEqual([ida, ole])
  })

  test('is all there is of an empty export', () => {
    expect(read('Transcribed by https://otter.ai\n')).toEqual({ kind: 'segments', segments: [], notes: [] })
  })

  test('is not what only looks like it in the middle, or at the beginning', () => {
    expect(turns('Ida Holm  0:00\nIt says:\nTranscribed by https://otter.ai\n\nOle Brandt  0:12\nYes.').map(([, , said]) => said)).toEqual([
      'It says: Transcribed by https://otter.ai',
      'Yes.',
    ])
    expect(turns(`A word before all.\n\n${body}`)).toEqual([[0, null, 'A word before all.'], ida, ole])
  })
})

test('a text without any turn says so', () => {
  expect(read('Hello there.\nHow are you?')).toMatchObject({
    segments: [{ startMs: 0, speaker: null, text: 'Hello there. How are you?' }],
    notes: [{ code: 'no-turns' }],
  })
  expect(read('')).toMatchObject({ segments: [], notes: [] })
})

describe('subtitles', () => {
  const cues = [
    { startMs: 2000, endMs: 4000, speaker: 'Ida Holm', text: 'Shall we begin?', rawText: null },
    { startMs: 5000, endMs: 6500, speaker: 'Ole Brandt', text: 'Yes, thank you.', rawText: null },
  ]
  const srt =
    '1\n00:00:02,000 --> 00:00:04,000\nIda Holm: Shall we begin?\n\n2\n00:00:05,000 --> 00:00:06,500\nOle Brandt: Yes, thank you.\n'
  const vtt = `WEBVTT\n\n${srt.replaceAll(',0', '.0').replaceAll(',5', '.5')}`
  const bare = vtt.replace('WEBVTT\n\n', '')
  const called = (text: string, format: string | null) => parseOtterText(text, null, { format })

  test.each([
    ['SRT, as it says', srt, 'srt'],
    ['SRT, spelt otherwise', srt, ' SRT'],
    ['SRT that says nothing', srt, null],
    ['SRT that says txt', srt, 'txt'],
    ['SRT that says vtt', srt, 'vtt'],
    ['SRT with other line ends', srt.replaceAll('\n', '\r\n'), 'srt'],
    ['SRT with a byte order mark', `\uFEFF${srt}`, 'srt'],
    ['SRT after blank lines', `\n\n${srt}`, 'srt'],
    ['SRT without numbers', srt.replaceAll(/^\d\n/gm, ''), 'srt'],
    ['SRT with a footer', `${srt}\n3\n00:00:06,500 --> 00:00:09,000\nTranscribed by https://otter.ai\n`, 'srt'],
    ['WebVTT, as it says', vtt, 'vtt'],
    ['WebVTT that says nothing', vtt, null],
    ['WebVTT that says txt', vtt, 'txt'],
    ['WebVTT with a byte order mark', `\uFEFF${vtt}`, 'vtt'],
    ['WebVTT without its first line', bare, 'vtt'],
  ])('%s', (_what, text, format) => {
    expect(called(text, format)).toEqual({ kind: 'segments', segments: cues, notes: [] })
  })

  test.each(['srt', 'vtt', 'docx', ''])('a text with turns is read as one, though it says %j', (format) => {
    expect(called('Ida Holm  0:00\nShall we begin?', format)).toMatchObject({ segments: [{ startMs: 0, speaker: 'Ida Holm' }] })
  })
})

test('loses no word, whatever stands around it', () => {
  const line = fc.constantFrom(
    '',
    ' ',
    'Ida Holm 0:00',
    'Ida Holm  0:05',
    '0:12',
    '[0:20] Ida:',
    'at 10:00',
    '00:01:02',
    'we said so',
    'Speakers',
    '---',
  )
  const property = fc.property(fc.array(line), (lines) => {
    const numbered = ['so', ...lines, 'so'].flatMap((text, index) => [text, `word${index}`])
    const said = turns(numbered.join('\n'))
      .map(([, , text]) => text)
      .join(' ')
      .split(' ')
    return numbered.filter((text) => text.startsWith('word')).every((word) => said.filter((other) => other === word).length === 1)
  })
  expect(() => fc.assert(property)).not.toThrow()
})

describe('no input makes it slow', () => {
  test.each([
    ['rising times', Array.from({ length: 40_000 }, (_, at) => `Ann ${at}:00`).join('\nx\n')],
    ['falling times', Array.from({ length: 40_000 }, (_, at) => `Ann ${999 - (at % 999)}:00`).join('\nx\n')],
    ['times alone', '0:12\n'.repeat(100_000)],
    ['times in lines', 'a 0:12 b '.repeat(50_000)],
    ['brackets', '[0:12'.repeat(80_000)],
    ['labels', `[0:12] ${'a '.repeat(200_000)}`],
    ['rules', '---\n'.repeat(100_000)],
    ['footers', 'https://otter.ai\n'.repeat(20_000)],
    ['words before an address', `${'transcri '.repeat(40_000)}https://otter.ai`],
    ['headings', 'SPEAKERS\n'.repeat(50_000)],
    ['no-break spaces', '\u00A0'.repeat(400_000)],
    ['colons', `0:12${' :'.repeat(200_000)}`],
    ['arrows', '0:12.1 -->\n'.repeat(40_000)],
  ])('%s', (_, text) => {
    expect(leastTime(() => parseOtterText(text, null))).toBeLessThan(1000)
  })
})
