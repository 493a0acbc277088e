import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

/** For tests: one invented meeting in the shapes Fireflies sends. */
export const transcriptReady: string = read('transcript.ready.json')
export const meetingTranscribed: string = read('v2.meeting.transcribed.json')
export const transcriptionCompletedV1: string = read('v1.transcription-completed.json')
export const tooManyRequests: string = read('graphql.too_many_requests.json')

export interface TranscriptAnswer {
  data: { transcript: Record<string, unknown> & { meeting_info: Record<string, unknown>; sentences: Record<string, unknown>[] } }
}

/** The API's answer, after a change to it. */
export const transcriptAnswer = (change: (value: TranscriptAnswer['data']['transcript']) => void = () => undefined): TranscriptAnswer => {
  const answer = JSON.parse(read('graphql.transcript.json')) as TranscriptAnswer
  change(answer.data.transcript)
  return answer
}
