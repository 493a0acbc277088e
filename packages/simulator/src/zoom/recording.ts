import { hostOf } from '../meeting/meeting.ts'
import type { Meeting } from '../meeting/meeting.ts'
import { renderVtt } from './vtt.ts'

/** `2026-09-14T15:00:10Z`: Zoom's times have no fraction of a second. */
export const zoomTime = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`

interface File {
  readonly id?: string
  readonly meeting_id: string
  readonly recording_start: string
  readonly recording_end: string
  readonly file_type: string
  readonly file_extension: string
  readonly file_size?: number
  readonly recording_type?: string
  readonly status?: string
  readonly play_url?: string
  readonly download_url: string
}

const fileOf = (
  meeting: Meeting,
  origin: string,
  recording: Meeting['zoom']['recordings'][number],
  about: { id: string; type: string; extension: string; size: number; kind: string },
): File => ({
  id: about.id,
  meeting_id: meeting.zoom.uuid,
  recording_start: zoomTime(meeting.startedAt + recording.fromMs),
  recording_end: zoomTime(meeting.startedAt + recording.toMs),
  file_type: about.type,
  file_extension: about.extension,
  file_size: about.size,
  recording_type: about.kind,
  status: 'completed',
  play_url: `${origin}/zoom/rec/play/${about.id}`,
  download_url: `${origin}/zoom/rec/download/${about.id}`,
})

/** The audio transcripts, one for each recording. `origin`: the simulator's address. */
export const transcriptFiles = (meeting: Meeting, origin: string): File[] =>
  meeting.zoom.recordings.map((recording, index) =>
    fileOf(meeting, origin, recording, {
      id: recording.transcriptFileId,
      type: 'TRANSCRIPT',
      extension: 'VTT',
      size: Buffer.byteLength(renderVtt(meeting, index)),
      kind: 'audio_transcript',
    }),
  )

/** Videos, and the closed captions, which come without id, size and status and are no transcript. */
export const videoFiles = (meeting: Meeting, origin: string): File[] =>
  meeting.zoom.recordings.flatMap((recording) => {
    const video = fileOf(meeting, origin, recording, {
      id: recording.videoFileId,
      type: 'MP4',
      extension: 'MP4',
      size: Math.round((recording.toMs - recording.fromMs) * 66.9),
      kind: 'shared_screen_with_speaker_view(CC)',
    })
    const { meeting_id, recording_start, recording_end } = video
    const download_url = `${origin}/zoom/rec/download/cc-${recording.videoFileId}`
    return [video, { meeting_id, recording_start, recording_end, file_type: 'CC', file_extension: 'VTT', download_url }]
  })

/** What Zoom's recording events and its recordings API both say of an occurrence. */
export const describeRecording = (meeting: Meeting, files: readonly File[]) => ({
  id: meeting.zoom.number,
  uuid: meeting.zoom.uuid,
  host_id: meeting.zoom.hostId,
  account_id: meeting.zoom.accountId,
  topic: meeting.titles.zoom,
  type: 8,
  start_time: zoomTime(meeting.startedAt),
  timezone: meeting.timezone,
  host_email: hostOf(meeting).email,
  duration: Math.ceil((meeting.utterances.at(-1)?.endMs ?? 0) / 60_000),
  total_size: files.reduce((sum, { file_size = 0 }) => sum + file_size, 0),
  recording_count: files.length,
  share_url: `https://example.zoom.us/rec/share/${meeting.zoom.number}`,
  recording_files: files,
})
