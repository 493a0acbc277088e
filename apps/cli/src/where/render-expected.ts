import { spoken } from '../terminal/duration.ts'
import { stateOf, type ExpectedTranscript } from './expected.ts'
import { indented, time, titled, type Style } from './lines.ts'

/** A transcript that has not come, or came late, in lines of at most `columns`; of others there is nothing to tell. */
export const renderExpected = (expected: ExpectedTranscript, style: Style, now: Date): readonly string[] => {
  const { transcriptId, platform, externalId, announcedAt, announcedBy, dueAt, transcriptAt } = expected
  const state = stateOf(expected, now)
  if (state === 'in time' || state === 'none') return []
  const due = `due by ${time(dueAt)} UTC`
  const how = {
    awaited: due,
    overdue: `${due}: ${spoken(now.getTime() - dueAt.getTime())} ago; it is taken in if it comes yet`,
    late: `${due}; it came ${spoken((transcriptAt ?? now).getTime() - dueAt.getTime())} later`,
  }[state]
  return [
    titled('Transcript', transcriptId, state, style),
    ...indented(`of ${platform} ${externalId}`, 2, style),
    ...indented(`announced ${time(announcedAt)} UTC by delivery ${announcedBy}`, 2, style),
    ...indented(how, 2, style),
  ]
}
