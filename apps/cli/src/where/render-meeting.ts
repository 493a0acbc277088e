import type { MeetingQuality } from '@hansard/shared/contracts/contracts.generated'
import { clockTime } from '../diff/render-difference.ts'
import { oneLine } from '@hansard/shared/printable'
import { indented, time, titled, type Style } from './lines.ts'
import type { MeetingTrace, Revision, Source } from './meetings.ts'

/** A meeting, where it came from and why, and how it changed, in lines of at most `columns`. */
export const renderMeeting = (meeting: MeetingTrace, style: Style): readonly string[] => {
  const newest = meeting.revisions.at(-1)
  const about = [meeting.title === null ? null : `“${meeting.title}”`, meeting.startedAt === null ? null : `${time(meeting.startedAt)} UTC`]
  return [
    titled('Meeting', meeting.id, meeting.status, style),
    ...indented(about.filter((part) => part !== null).join(', '), 2, style),
    ...(newest === undefined ? [] : [`  revision ${newest.revision}`]),
    ...(meeting.otherMeetingId === null ? [] : [`  its transcripts are in meeting ${meeting.otherMeetingId}`]),
    ...meeting.sources.flatMap((source) => renderSource(source, style)),
    ...(meeting.quality === null ? [] : renderQuality(meeting.quality, meeting, style)),
    ...(meeting.revisions.length === 0 ? [] : ['', ...meeting.revisions.flatMap((revision) => renderRevision(revision, style))]),
  ]
}

/** Rounded down: 0.90 must not be shown for less. */
const score = (value: number): string => (Math.floor(value * 100) / 100).toFixed(2)

const renderSource = ({ platform, externalId, transcriptId, score: sure, reasons }: Source, style: Style): readonly string[] => [
  ...indented(`from ${platform} ${externalId}`, 2, style),
  ...indented(`transcript ${transcriptId}${sure === null ? '' : ` · score ${score(sure)}`}`, 6, style),
  ...reasons.flatMap(({ evidence, value, explanation }) => indented(`${evidence} ${score(value)}: ${explanation}`, 8, style)),
]

const percent = (share: number): string => `${Math.floor(share * 100)} %`

const mostGaps = 5

const renderQuality = (quality: MeetingQuality, { sources, speakers }: MeetingTrace, style: Style): readonly string[] => {
  const { coverage, agreement, alone, corrected, gaps, bestAlone } = quality
  const best = sources.find(({ transcriptId }) => transcriptId === bestAlone)
  const shown = gaps.slice(0, mostGaps).map(({ startMs, endMs }) => `${clockTime(startMs)}–${clockTime(endMs)}`)
  const unknown = speakers.filter(({ name }) => name === null).map(({ label }) => label)
  const doubtful = speakers.filter(({ name, confidence }) => name !== null && confidence < 0.8)
  const parts = [
    `somebody is heard ${percent(coverage)} of the time`,
    ...(sources.length < 2
      ? []
      : [
          `where several sources were listening, they agree in ${percent(agreement)} of the words`,
          `${percent(alone)} of the words from one source only`,
          `${corrected} places corrected by another source`,
        ]),
  ]
  return [
    ...indented(parts.join(', '), 2, style),
    ...(sources.length < 2 || best === undefined
      ? []
      : indented(`without the others it would be the transcript from ${best.platform}`, 2, style)),
    ...(gaps.length === 0
      ? []
      : indented(`nothing heard: ${shown.join(', ')}${gaps.length > mostGaps ? ` and ${gaps.length - mostGaps} more` : ''}`, 2, style)),
    ...(unknown.length === 0 ? [] : indented(`speakers nobody names: ${unknown.join(', ')}`, 2, style)),
    ...doubtful.flatMap(({ label, name, confidence }) => indented(`${label} is perhaps ${name ?? ''} (${score(confidence)})`, 2, style)),
  ]
}

const renderRevision = ({ revision, at, kind, reason, by, webhookEventId }: Revision, style: Style): readonly string[] => {
  const who = by === null || reason.includes(by) ? '' : ` (${by})`
  const cause = webhookEventId === null ? '' : ` · delivery ${webhookEventId}`
  return [`  ${style.colours.dim(time(at))}  revision ${revision}  ${oneLine(kind)}`, ...indented(reason + who + cause, 6, style)]
}
