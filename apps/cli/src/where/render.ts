import { renderCommands, renderDelivery, renderFirst } from './render-delivery.ts'
import { renderExpected } from './render-expected.ts'
import { renderMeeting } from './render-meeting.ts'
import type { Style } from './lines.ts'
import type { Whereabouts } from './where.ts'

/** Everything that is known under a name, as text of lines of at most `columns`. Times are UTC. */
export const renderWhereabouts = (found: Whereabouts, style: Style, now: Date): string => {
  const sections = [
    ...(found.olderDeliveries === 0 ? [] : [[`${found.olderDeliveries} older deliveries are not shown; --limit shows more.`]]),
    ...found.deliveries.map((delivery) => renderDelivery(delivery, style, now)),
    ...found.firsts.map((delivery) => renderFirst(delivery, style, now)),
    ...found.expected.map((expected) => renderExpected(expected, style, now)),
    ...(found.commands.length === 0 ? [] : [renderCommands(found.commands, style)]),
    ...found.meetings.map((meeting) => renderMeeting(meeting, style)),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}
