import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { transcriptAnswer } from './fireflies/fixtures.ts'
import { FirefliesTranscript } from './fireflies/fireflies-transcript.ts'
import { segmentsOf } from './fireflies/sentences.ts'
import { readJson } from './json-body.ts'
import { parseOtterText } from './otter/text.ts'
import { createPlatforms, platformConfig } from './platforms.ts'
import { recordingCompleted, transcriptVtt } from './zoom/fixtures.ts'
import { parseVtt } from './zoom/vtt.ts'

const documents = Number(process.env['FUZZ_DOCUMENTS'] ?? 400)
/** Of one thing repeated. Transcripts may have 33 MB: `FUZZ_BYTES=33000000` tries that, and takes minutes. */
const largest = Number(process.env['FUZZ_BYTES'] ?? 1_500_000)
const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]

/** Whole numbers below `end` that depend on the seed alone (Lehmer's generator, Park and Miller's constants). */
const createBelow = (seed: number) => {
  let state = seed
  return (end: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % end
  }
}

const spoils: readonly ((text: string, below: (end: number) => number) => string)[] = [
  (text, below) => text.slice(0, below(text.length)),
  (text, below) => text.slice(below(text.length)),
  (text, below) => text.slice(0, below(text.length)) + String.fromCharCode(below(65_536)) + text.slice(below(text.length)),
  (text, below) =>
    text.replaceAll(text[below(text.length)] ?? 'x', ['', '\0', '\u2028', '\ud800', '\r\n', '-->', '::', '9'.repeat(20)][below(8)] ?? ''),
  (text, below) =>
    text
      .split('\n')
      .toSorted(() => below(3) - 1)
      .join('\n'),
  (text, below) =>
    text.replaceAll(/\d+/g, (digits) => (below(5) === 0 ? (['-1', '1e400', '99999999999999999999', '', 'x'][below(5)] ?? '') : digits)),
  (text, below) => text.replaceAll('"', () => (below(20) === 0 ? '' : '"')),
]

const parsers: readonly (readonly [string, string, (text: string) => unknown])[] = [
  ['VTT', transcriptVtt, parseVtt],
  ['Otter text', 'Ann Lee  0:12\nHello there.\n\nBob  1:02:03\nGood morning.\n', (text) => parseOtterText(text, 60_000)],
  [
    'GraphQL JSON',
    JSON.stringify(transcriptAnswer()),
    (text) => {
      const body = readJson(Buffer.from(text))
      if (body.kind === 'invalid') return body
      const read = z.object({ data: z.object({ transcript: FirefliesTranscript }) }).safeParse(body.value)
      return read.success ? segmentsOf(read.data.data.transcript) : read.error
    },
  ],
  ['webhook bodies', recordingCompleted, (text) => platforms.map((platform) => platform.readEvent(Buffer.from(text)))],
]

describe.each(parsers)('%s, spoilt', (_name, honest, parse) => {
  it(`never throws: ${documents} documents`, () => {
    const below = createBelow(1)
    for (let document = 0; document < documents; document += 1) {
      let text = honest
      for (let times = 1 + below(4); times > 0 && text.length > 0; times -= 1) text = spoils[below(spoils.length)]?.(text, below) ?? text
      expect(() => parse(text)).not.toThrow()
    }
  })

  it(`takes time in proportion to its length, up to ${largest} bytes`, () => {
    for (const piece of [honest, '00:00:00.000 --> 00:00:01.000\n', 'a:', ' ', '<v ', '\n', '"a":{', 'Ann  00:12\n', '0'])
      expect(secondsFor(parse, piece.repeat(Math.ceil(largest / piece.length)))).toBeLessThan((10 * largest) / 1_500_000)
  })
})

describe('webhook bodies as large as they may be', () => {
  const [most, long] = [1_048_576, 'é'.repeat(100_000)]
  const full = (item: (index: number) => unknown): unknown[] => {
    const [one] = [JSON.stringify(item(10_000)).length + 1]
    return Array.from({ length: Math.floor(most / one) }, (_, index) => item(index))
  }
  const guest = (index: number) => ({ name: `Guest ${index}`, email: `guest${index}@halden.example` })
  const file = (index: number) => ({ id: `${index}`, file_type: 'TRANSCRIPT', download_url: `https://zoom.us/${index}` })
  const recording = (account_id: string, object: object) => ({
    event: 'recording.completed',
    download_token: long,
    payload: { account_id, object: { uuid: 'u', topic: long, host_email: `${long}@h.example`, share_url: long, ...object } },
  })
  const conversation = (data: object) => ({
    data: { id: 'o', title: long, conf_join_url: `https://h.example/${long}`, status: long, ...data },
  })

  it.each([
    ['zoom', recording(long, {})],
    ['zoom', recording('a', { recording_files: full(file) })],
    ['zoom', recording('a', { recording_files: [{ id: long, file_type: long, status: long, recording_type: 'audio_transcript' }] })],
    ['fireflies', { event: 'transcript.ready', transcript_id: 't', meeting: { title: long, date: long, organizer_email: `a@${long}` } }],
    ['otter', conversation({ calendar_guests: full(guest) })],
    [
      'otter',
      conversation({
        owner: { name: long, email: `${long}@h.example` },
        process_status: Object.fromEntries(full(String).map((key) => [key, null])),
      }),
    ],
  ])('%s: what goes on from them is short', (name, body) => {
    const reading = platforms.find((platform) => platform.name === name)?.readEvent(Buffer.from(JSON.stringify(body)))
    if (reading?.kind !== 'event') throw new Error(JSON.stringify(reading))
    const { externalId, aliases, hostEmails, eventType } = reading.event
    expect(Buffer.byteLength(JSON.stringify([externalId, aliases, hostEmails, eventType]))).toBeLessThan(2_000)
    expect(Buffer.byteLength(JSON.stringify(reading.event.content()))).toBeLessThan(200_000)
    expect(Buffer.byteLength(JSON.stringify(reading.event.secret ?? null))).toBeLessThan(20_000)
  })
})

/** Processor time: what others do on the machine does not count. 1.5 MB in quadratic time would be hours. */
const secondsFor = (parse: (text: string) => unknown, text: string): number => {
  const since = process.cpuUsage()
  parse(text)
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1_000_000
}
