import type { Meeting } from '../meeting/meeting.ts'
import { bySentence, heardIn, jittered, joined } from '../meeting/heard.ts'
import type { Heard } from '../meeting/heard.ts'
import { mishear } from '../meeting/mishear.ts'
import { createRandom } from '../meeting/random.ts'

const LONGEST_CUE = 130
const MISHEARD = 0.02

/** `HH:MM:SS.mmm`; hours grow beyond two digits when they must. */
export const vttTime = (ms: number): string => {
  const pad = (value: number, digits: number): string => String(Math.floor(value)).padStart(digits, '0')
  return `${pad(ms / 3_600_000, 2)}:${pad((ms / 60_000) % 60, 2)}:${pad((ms / 1000) % 60, 2)}.${pad(ms % 1000, 3)}`
}

const cuesOf = (heard: Heard): Heard[] => joined(bySentence(heard), (first, second) => first.text.length + second.text.length < LONGEST_CUE)

/**
 * Zoom's audio transcript of one recording: WebVTT with CRLF and numbered cues, `Display Name: text` within the cue, times from the start of
 * that recording. Some cues lack the name, mostly short ones. (Form: platforms' real files, two in three hundred without a name.)
 */
export const renderVtt = (meeting: Meeting, recordingIndex: number): string => {
  const recording = meeting.zoom.recordings[recordingIndex]
  if (recording === undefined) throw new RangeError(`The meeting has no recording ${recordingIndex}`)
  const random = createRandom(`${meeting.seed} zoom ${recordingIndex}`)
  const cues = heardIn(meeting, [recording])
    .flatMap(cuesOf)
    .map((heard, index) => {
      const { person, startMs, endMs, text } = jittered(heard, 60, random)
      const labelled = !random.chance(text.length < 15 ? 0.5 : 0.01)
      const times = `${vttTime(startMs - recording.fromMs)} --> ${vttTime(endMs - recording.fromMs)}`
      const said = mishear(text, MISHEARD, random)
      return `${index + 1}\r\n${times}\r\n${labelled ? `${person.labels.zoom}: ` : ''}${said}\r\n\r\n`
    })
  return `WEBVTT\r\n\r\n${cues.join('')}`
}
