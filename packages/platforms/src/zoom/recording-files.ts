import { z } from 'zod'
import { cutList } from '../cuts.ts'
import { identityIn, numberIn, shortTextIn, textIn, wholeTextIn } from '../fields.ts'
import { instantOf } from '../instants.ts'
import { limits } from '../limits.ts'

/** One of a recording's files, in webhooks and API answers alike. CC and TIMELINE entries lack most fields, `id` among them. */
export interface RecordingFile {
  readonly id: string | null
  readonly file_type: string | null
  readonly file_extension: string | null
  readonly file_size: number | null
  readonly recording_type: string | null
  /** Epoch milliseconds. */
  readonly recording_start: number | null
  readonly recording_end: number | null
  readonly status: string | null
  readonly download_url: string | null
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const codeIn = (value: unknown): string | null => shortTextIn(value, 'a code', limits.code)

const upper = (value: unknown): string | null => codeIn(value)?.toUpperCase() ?? null

/**
 * A recording's files; what is no object among them is left out, and what is no list has none. Every field is optional and no value is at
 * fault, so there is nothing to validate: read field by field, a webhook with sixteen files takes about a sixth less time than by a schema
 * of nine fields for each.
 */
export const RecordingFiles = z
  .unknown()
  .optional()
  .transform((value): readonly RecordingFile[] =>
    Array.isArray(value) ? cutList(value, 'recording files', limits.recordingFiles).filter(isFields).map(readFile) : [],
  )

const readFile = (file: Readonly<Record<string, unknown>>): RecordingFile => ({
  id: identityIn(file['id'], 'the id of a recording file'),
  file_type: upper(file['file_type']),
  file_extension: upper(file['file_extension']),
  file_size: numberIn(file['file_size']),
  recording_type: codeIn(file['recording_type']),
  recording_start: instantOf(textIn(file['recording_start'])),
  recording_end: instantOf(textIn(file['recording_end'])),
  status: codeIn(file['status']),
  download_url: wholeTextIn(file['download_url'], 'an address', limits.url),
})

/**
 * The transcript's files in order of time: several when the recording was stopped and resumed. By `file_type`, else by `recording_type`,
 * else by extension, for these are not stable. CC holds closed captions, which are no transcript.
 */
export const transcriptFiles = (files: readonly RecordingFile[]): readonly RecordingFile[] => {
  const candidates = files.filter(({ file_type }) => file_type !== 'CC')
  const rules: readonly ((file: RecordingFile) => boolean)[] = [
    ({ file_type }) => file_type === 'TRANSCRIPT',
    ({ recording_type }) => recording_type === 'audio_transcript',
    ({ file_extension }) => file_extension === 'VTT',
  ]
  const chosen = rules.map((rule) => candidates.filter(rule)).find((found) => found.length > 0) ?? []
  const ordered = chosen.toSorted((a, b) => (a.recording_start ?? Infinity) - (b.recording_start ?? Infinity) || 0)
  return cutList(ordered, 'transcript files', limits.transcriptFiles)
}
