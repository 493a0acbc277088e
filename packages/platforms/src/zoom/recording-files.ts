import { z } from 'zod'
import { numberIn, textIn } from '../fields.ts'
import { instantOf } from '../instants.ts'

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

const upper = (value: unknown): string | null => textIn(value)?.toUpperCase() ?? null

/**
 * A recording's files; what is no object among them is left out, and what is no list has none. Every field is optional and no value is at
 * fault, so there is nothing to validate: read field by field, a webhook with sixteen files takes about a sixth less time than by a schema
 * of nine fields for each.
 */
export const RecordingFiles = z
  .unknown()
  .optional()
  .transform((value): readonly RecordingFile[] => (Array.isArray(value) ? value.filter(isFields).map(readFile) : []))

const readFile = (file: Readonly<Record<string, unknown>>): RecordingFile => ({
  id: textIn(file['id']),
  file_type: upper(file['file_type']),
  file_extension: upper(file['file_extension']),
  file_size: numberIn(file['file_size']),
  recording_type: textIn(file['recording_type']),
  recording_start: instantOf(textIn(file['recording_start'])),
  recording_end: instantOf(textIn(file['recording_end'])),
  status: textIn(file['status']),
  download_url: textIn(file['download_url']),
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
  return chosen.toSorted((a, b) => (a.recording_start ?? Infinity) - (b.recording_start ?? Infinity) || 0)
}
