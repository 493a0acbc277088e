import { z } from 'zod'
import { optionalInstant, optionalNumber, optionalText } from '../fields.ts'

const upper = optionalText.transform((text) => text?.toUpperCase() ?? null)

/** One of a recording's files, in webhooks and API answers alike. CC and TIMELINE entries lack most fields, `id` among them. */
export const RecordingFile = z.object({
  id: optionalText,
  file_type: upper,
  file_extension: upper,
  file_size: optionalNumber,
  recording_type: optionalText,
  recording_start: optionalInstant,
  recording_end: optionalInstant,
  status: optionalText,
  download_url: optionalText,
})
export type RecordingFile = z.infer<typeof RecordingFile>

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
