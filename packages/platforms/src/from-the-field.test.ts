import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FirefliesTranscript } from './fireflies/fireflies-transcript.ts'
import { queryTranscript } from './fireflies/graphql.ts'
import { segmentsOf } from './fireflies/sentences.ts'
import { parseOtterText } from './otter/text.ts'
import { scriptedHttp } from './scripted-http.ts'
import { parseVtt } from './zoom/vtt.ts'
import { readZoomEvent } from './zoom/events.ts'

const folder = new URL('fixtures/from-the-field/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')

interface Case {
  readonly file: string
  readonly reader: 'vtt' | 'otter-text' | 'fireflies-transcript' | 'fireflies-answer' | 'zoom-event'
  /** What is read, in order; of Otter's text without ends, which are estimates. */
  readonly contains: readonly object[]
  readonly nothingElse?: boolean
}

const readers: Readonly<Record<Case['reader'], (text: string) => readonly object[] | Promise<readonly object[]>>> = {
  vtt(text) {
    const parsed = parseVtt(text)
    return parsed.kind === 'cues' ? parsed.cues : [parsed]
  },
  'otter-text'(text) {
    const parsed = parseOtterText(text, null)
    return parsed.kind === 'segments' ? parsed.segments : [parsed]
  },
  'fireflies-transcript': (text) => segmentsOf(FirefliesTranscript.parse(JSON.parse(text))),
  async 'fireflies-answer'(text) {
    const http = scriptedHttp(() => ({ body: JSON.parse(text) as object }))
    const request = { apiKey: 'k', id: 'm1', signal: new AbortController().signal }
    const { transcript } = await queryTranscript({ apiUrl: 'https://fireflies.example', now: Date.now }, request, http)
    return segmentsOf(transcript)
  },
  'zoom-event': (text) => [readZoomEvent(Buffer.from(text))],
}

const cases = JSON.parse(read('expected.json')) as readonly Case[]

describe('reads what people reported from the field', () => {
  test.each(cases.map((one) => [one.file, one] as const))('%s', async (file, { reader, contains, nothingElse }) => {
    const result = await readers[reader](read(file))
    expect(result).toEqual(expect.arrayContaining(contains.map((one) => expect.objectContaining(one))))
    expect(result.length === contains.length).toBe(nothingElse === true)
  })
})
