import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

/** For tests: one invented meeting in the shapes Zoom sends. */
export const recordingCompleted: string = read('recording.completed.json')
export const transcriptCompleted: string = read('recording.transcript_completed.json')
export const transcriptVtt: string = read('transcript.vtt')

/** The body after a change to its parsed form. */
export const changed = (body: string, change: (value: ZoomBody) => void): Buffer => {
  const value = JSON.parse(body) as ZoomBody
  change(value)
  return Buffer.from(JSON.stringify(value))
}

export interface ZoomBody {
  event: string
  event_ts?: unknown
  download_token?: string
  payload: { account_id?: string; object: { recording_files: Record<string, unknown>[]; [field: string]: unknown } }
}
