import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSubtitles } from './subtitles.ts'

const read = (text: string) => {
  const parsed = parseSubtitles(text, 'vtt')
  if (parsed.kind === 'rubbish') throw new Error(parsed.reason)
  return { cues: parsed.cues.map(({ startMs, endMs, speaker, text: said }) => [startMs, endMs, speaker, said]), notes: parsed.notes }
}
const vtt = (...blocks: readonly string[]) => `WEBVTT\n\n${blocks.join('\n\n')}\n`
const cue = (second: number, text: string) =>
  `00:00:${String(second).padStart(2, '0')}.000 --> 00:00:${String(second + 1).padStart(2, '0')}.000\n${text}`
const first = cue(1, 'Ida Holm: one')
const last = cue(9, 'Ida Holm: nine')

describe('one spot that cannot be read costs that spot', () => {
  test('text after a blank line inside a cue belongs to the cue', () => {
    expect(read(vtt(first, `${cue(3, '')}\nOle Brandt: three`, 'and four', last))).toEqual({
      cues: [
        [1000, 2000, 'Ida Holm', 'one'],
        [3000, 4000, 'Ole Brandt', 'three and four'],
        [9000, 10_000, 'Ida Holm', 'nine'],
      ],
      notes: [],
    })
  })

  test('words of another speaker after a blank line stay that speaker’s', () => {
    expect(read(vtt(first, 'Ole Brandt: two', last)).cues[1]).toEqual([2000, 2000, 'Ole Brandt', 'two'])
  })

  test.each(['client --> gateway', '10:30 --> 11:00', '-->', 'from 00:00:01.000 --> 00:00:02.000'])('%j in a cue is said', (said) => {
    expect(read(vtt(cue(1, `Ida Holm: we go\n${said}`), last)).cues[0]).toEqual([1000, 2000, 'Ida Holm', `we go ${said}`])
  })

  test.each([
    ['00:00:03:500 --> 00:00:04.000', 3500, 4000],
    ['00:00:03.5 --> 00:00:04.25', 3500, 4250],
    ['00:00:03,5 --> 00:00:04', 3500, 4000],
    ['0:03.1234567 --> 0:04.0', 3123, 4000],
  ])('a clock written another way is read: %s', (times, startMs, endMs) => {
    expect(read(vtt(first, `2\n${times}\nOle Brandt: three`, last))).toMatchObject({
      cues: [{}, [startMs, endMs, 'Ole Brandt', 'three'], {}],
      notes: [],
    })
  })

  test.each(['-00:00:03.000 --> 00:00:04.000', '00:00:61.000 --> 00:00:04.000', '0x:00 --> 00:00:04.000', '00:00:03.000 --> never'])(
    'words whose time cannot be read stand between their neighbours, and a note says so: %s',
    (times) => {
      const { cues, notes } = read(vtt(first, `2\n${times}\nOle Brandt: three`, last))
      expect(cues).toHaveLength(3)
      expect(cues[1]?.slice(2)).toEqual(['Ole Brandt', 'three'])
      expect(cues[1]?.[0]).toBeGreaterThanOrEqual(2000)
      expect(cues[1]?.[1]).toBeLessThanOrEqual(9000)
      expect(notes).toEqual([
        { code: 'doubtful-times', text: '1 of 3 cues had no readable time and stand between their neighbours: line 7' },
      ])
    },
  )

  test('what stands before every cue, and the torn end of a file, are left out and named', () => {
    expect(read(`${vtt('who knows what', first, last)}\n3\n00:00:1`).notes).toEqual([
      { code: 'unreadable-text', text: '2 of 4 cues could not be read: lines 3, 11' },
    ])
  })

  test('many such spots are counted, and ten are named', () => {
    const cues = Array.from({ length: 40 }, (_, index) =>
      index < 12 ? `${index}\n-1:00:00.000 --> x\nIda Holm: word` : cue(index, 'Ida Holm: word'),
    )
    expect(read(vtt(...cues)).notes[0]?.text).toMatch(/^12 of 40 cues .*: lines 4, 8, .* and 2 more$/)
  })

  test('a file without its first line is read, and a note says so', () => {
    for (const text of [vtt(first, last).replace('WEBVTT', ''), vtt(first, last).replace('WEBVTT', 'webvtt')])
      expect(read(text)).toEqual({
        cues: [
          [1000, 2000, 'Ida Holm', 'one'],
          [9000, 10_000, 'Ida Holm', 'nine'],
        ],
        notes: expect.arrayContaining([{ code: 'unreadable-text', text: 'the file does not begin with WEBVTT' }]),
      })
  })

  test('a file of which less than half can be read is refused', () => {
    const parsed = parseSubtitles(vtt(first, '1\n-1:00:00.000 --> x\nIda', '2\n-1:00:00.000 --> x\nIda'), 'vtt')
    expect(parsed).toEqual({ kind: 'rubbish', reason: 'line 7 has no readable cue times, and so for most of the file' })
  })
})

describe('nothing vanishes silently', () => {
  test.each(['NOTE 17', 'NOTE', 'STYLE', 'REGION', 'NOTE that this is a name'])('a cue may have the identifier %j', (identifier) => {
    expect(read(vtt(`${identifier}\n${first}`, `${identifier}\n${last}`)).cues).toHaveLength(2)
  })

  test('a comment is no speech, also when a cue follows it without a blank line', () => {
    expect(read(`WEBVTT\n\nNOTE made by hand\nand so on\n${first}\n\nNOTE\nmore\n\n${last}`).cues.map(([, , , said]) => said)).toEqual([
      'one',
      'nine',
    ])
  })

  test('STYLE and REGION between cues are words', () => {
    expect(read(vtt(first, 'STYLE', last)).cues[0]?.[3]).toBe('one STYLE')
  })

  test('every word of every cue is read, wherever blank lines and arrows stand', () => {
    const line = fc.constantFrom(
      '',
      ' ',
      'alpha',
      'beta gamma',
      'x --> y',
      'Ida Holm: delta',
      'Note: epsilon',
      '12',
      'NOT a note',
      'a: b: c',
    )
    const payloads = fc.array(fc.array(line, { maxLength: 5 }), { minLength: 1, maxLength: 8 })
    const words = (text: string) => text.split(/[\s:]+/).filter((word) => /[a-z]/.test(word))
    const property = fc.property(payloads, (texts) => {
      const file = vtt(...texts.map((lines, index) => `${cue(index + 1, `word${index}`)}\n${lines.join('\n')}`))
      const got = read(file).cues.flatMap(([, , speaker, said]) => [...words(`${speaker ?? ''}`), ...words(String(said))])
      expect(got.toSorted()).toEqual(texts.flatMap((lines, index) => [`word${index}`, ...words(lines.join(' '))]).toSorted())
    })
    expect(() => fc.assert(property)).not.toThrow()
  })
})

describe('character references are HTML’s', () => {
  test.each([
    ['caf&eacute; &#8212; &#x1F98A; &hellip;', 'café — 🦊 …'],
    ['R&D, AT&T, R&notes, Q&A', 'R&D, AT&T, R&notes, Q&A'],
    ['&amp;lt; &lt;b&gt; &lt', '&lt; <b> <'],
    ['a&nbsp;b&#10;c', 'a b c'],
  ])('%s', (written, said) => {
    expect(read(vtt(cue(1, `Ida Holm: ${written}`), last)).cues[0]?.[3]).toBe(said)
  })
  test('in names, too', () => {
    expect(
      read(vtt(cue(1, 'Bj&ouml;rn &amp; Co: hi'), cue(2, '<v Jos&eacute;>hello</v>'), last)).cues.map(([, , speaker]) => speaker),
    ).toEqual(['Björn & Co', 'José', 'Ida Holm'])
  })
})

test('reads SubRip, which has no heading and a comma before the thousandths', () => {
  const parsed = parseSubtitles(
    '1\n00:00:01,500 --> 00:00:02,000\nIda Holm: one\n\n2\n00:00:03,000 --> 00:00:04,000\nOle Brandt: two\n',
    'srt',
  )
  expect(parsed).toMatchObject({
    kind: 'cues',
    cues: [
      { startMs: 1500, speaker: 'Ida Holm' },
      { startMs: 3000, speaker: 'Ole Brandt' },
    ],
    notes: [],
  })
})
