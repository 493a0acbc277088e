import { oneLine } from '../terminal/text.ts'
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

const renderRevision = ({ revision, at, kind, reason, by, webhookEventId }: Revision, style: Style): readonly string[] => {
  const who = by === null || reason.includes(by) ? '' : ` (${by})`
  const cause = webhookEventId === null ? '' : ` · delivery ${webhookEventId}`
  return [`  ${style.colours.dim(time(at))}  revision ${revision}  ${oneLine(kind)}`, ...indented(reason + who + cause, 6, style)]
}
