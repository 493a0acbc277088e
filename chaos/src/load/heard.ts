import { renderTranscript } from '@hansard/simulator/fireflies/transcript'
import type { Meeting, PlatformName } from '@hansard/simulator/meeting/meeting'
import { renderText } from '@hansard/simulator/otter/text'
import { renderVtt } from '@hansard/simulator/zoom/vtt'

/** What a platform's transcript of the meeting says, taken from the platform's own document by other means than the product's readers. */
export const textsOf = (platform: PlatformName, meeting: Meeting): readonly string[] => {
  switch (platform) {
    case 'zoom':
      return meeting.zoom.recordings.flatMap((_, index) => cueTexts(renderVtt(meeting, index), meeting))
    case 'fireflies':
      return (renderTranscript(meeting).sentences ?? []).map(({ text }) => text)
    case 'otter':
      // Turns are divided by blank lines; the first line of each names the speaker.
      return renderText(meeting, 1)
        .split('\n\n')
        .map((turn) => turn.split('\n').slice(1).join(' '))
  }
}

/** Cues are a number, the times, and one line `Name: words`, some without the name. */
const cueTexts = (vtt: string, meeting: Meeting): readonly string[] => {
  const names = meeting.people.map(({ labels }) => `${labels.zoom}: `)
  return vtt
    .split('\r\n\r\n')
    .flatMap((cue) => cue.split('\r\n').slice(2, 3))
    .map((line) => line.slice(names.find((name) => line.startsWith(name))?.length ?? 0))
}

/** What the platform calls the meeting. */
export const externalIdOf = (platform: PlatformName, meeting: Meeting): string => {
  switch (platform) {
    case 'zoom':
      return `${meeting.zoom.accountId}/${meeting.zoom.uuid}`
    case 'fireflies':
      return meeting.fireflies.id
    case 'otter':
      return meeting.otter.id
  }
}
