import { describe, expect, test } from 'vitest'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { merge } from './merge/merge.ts'
import { prepare } from './score/profile.ts'
import { connected } from './score/who-evidence.ts'
import { score } from './score/score.ts'
import { seeded } from './test/conversation.ts'
import { transcriptOf } from './test/sample-meeting.ts'

/** Of what a payload chooses freely: `count` of it in two transcripts of one meeting. */
type Shape = (platform: string, count: number) => FetchedTranscript

const segments = (count: number, of: (index: number, word: () => string) => Partial<FetchedTranscript['segments'][number]>) => {
  const random = seeded(7)
  const word = () => `w${Math.floor(9_000 * random() ** 3)}`
  return Array.from({ length: count }, (_, index) => ({
    startMs: index * 400,
    endMs: index * 400 + 380,
    speaker: null,
    text: `${word()} ${word()} ${word()}`,
    rawText: null,
    ...of(index, word),
  }))
}
const inOneMeeting = (platform: string, parts: Partial<FetchedTranscript>): FetchedTranscript =>
  transcriptOf({ platform, externalId: platform, segments: segments(400, () => ({})), ...parts })
const people = (count: number, of: (index: number) => { name: string | null; email: string | null }) =>
  Array.from({ length: count }, (_, index) => of(index))

/** Words of letters that differ from each other. */
const letters = (number: number): string =>
  number.toString(26).replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))

const shapes: readonly (readonly [string, number, Shape])[] = [
  [
    'guests with names and addresses',
    2_000,
    (platform, count) =>
      inOneMeeting(platform, {
        participants: people(count, (i) => ({ name: `Guest${letters(i)} Of${letters(i * 7)}`, email: `g${i}@halden.example` })),
      }),
  ],
  [
    'guests of one first name',
    2_000,
    (platform, count) => inOneMeeting(platform, { participants: people(count, (i) => ({ name: `Ann Xa${letters(i)}`, email: null })) }),
  ],
  [
    'guests known by addresses that begin alike',
    2_000,
    (platform, count) =>
      inOneMeeting(platform, {
        participants: people(count, (i) =>
          platform === 'zoom' ? { name: null, email: `ann.${letters(i)}x@halden.example` } : { name: `Ann ${letters(i)}x`, email: null },
        ),
      }),
  ],
  [
    'speakers',
    2_000,
    (platform, count) =>
      inOneMeeting(platform, { segments: segments(count, (i) => ({ speaker: `Speaker${letters(i)} Of${letters(i)}` })) }),
  ],
  [
    'speakers of one first name, in initials',
    2_000,
    (platform, count) =>
      inOneMeeting(platform, {
        segments: segments(count, (i) => ({ speaker: platform === 'zoom' ? `Ann ${letters(i)}` : `A ${letters(i)}${letters(i)}` })),
      }),
  ],
  ['segments', 4_000, (platform, count) => inOneMeeting(platform, { segments: segments(count, () => ({})) })],
  [
    'segments in hardly any time',
    2_000,
    (platform, count) =>
      inOneMeeting(platform, {
        segments: segments(count, (i, word) => ({
          startMs: platform === 'zoom' ? i * 2 : i,
          endMs: platform === 'zoom' ? i * 2 + 1 : i + 1,
          text: i < 400 ? `${word()} ${word()}` : `${platform}${i} ${word()}`,
        })),
      }),
  ],
  [
    'words of one segment, some misheard',
    8_000,
    (platform, count) => {
      const random = seeded(platform.length)
      const [all] = segments(1, (_, word) => ({
        text: Array.from({ length: count }, word)
          .map((text) => (random() < 0.1 ? `${text}x` : text))
          .join(' '),
        endMs: count * 400,
      }))
      return inOneMeeting(platform, { segments: all === undefined ? [] : [all] })
    },
  ],
  [
    'long segments that all begin at once',
    100,
    (platform, count) =>
      inOneMeeting(platform, {
        segments: [
          ...segments(400, () => ({})),
          ...segments(count, (i, word) => ({
            startMs: 200_000 + (platform === 'zoom' ? i * 1_000 : 0),
            endMs: 200_000 + (platform === 'zoom' ? i * 1_000 + 900 : count * 1_000),
            text: Array.from({ length: 30 }, () => `${platform}${word()}`).join(' '),
          })),
        ],
      }),
  ],
]

/** Seconds of processor time: the same however busy the machine is. */
const seconds = (work: () => unknown): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

const figures = process.env['GROWTH_FIGURES'] === '1'

describe.each(shapes)('%s', (name, base, shape) => {
  test('are scored and merged in time that grows with their number: twice as many take about twice as long', () => {
    const platforms = ['zoom', 'otter', 'fireflies']
    const run = (count: number): number => {
      const transcripts = platforms.map((platform) => shape(platform, count))
      return seconds(() => {
        const [a, b, c] = transcripts.map(prepare)
        if (a === undefined || b === undefined || c === undefined) return
        score(a, b)
        score(a, c)
        connected(a.profile, b.profile)
        merge([a, b, c])
      })
    }
    run(base)
    run(base)
    const sizes = [1, 2, 4, 8].map((times) => Math.min(run(times * base), run(times * base)))
    if (figures) process.stderr.write(`${name} × ${base}: ${sizes.map((time) => `${Math.round(time * 1_000)} ms`).join(', ')}\n`)
    const [first = 0, , , last = 0] = sizes
    // Linear with a logarithm is 8 to 11 times as much, square 64 times. A first figure of a few milliseconds is mostly chance.
    expect(last / Math.max(first, 0.02)).toBeLessThan(2.6 ** 3)
  }, 240_000)
})
