import { durationOf, hostOf } from '../meeting/meeting.ts'
import type { Meeting, Person } from '../meeting/meeting.ts'
import { otterStart, renderText } from './text.ts'
import type { Progress } from './text.ts'

const userOf = ({ name, email }: Person) => {
  const [first = name, ...rest] = name.split(' ')
  return { id: `u-${email.split('@')[0]}`, name, first_name: first, last_name: rest.join(' '), email }
}

/** A conversation as Otter's API and its workspace webhook describe it. While `progress` is below 1 nothing of the processing is finished. */
export const describeConversation = (meeting: Meeting, progress: Progress) => {
  const status = progress < 1 ? null : 'finished'
  return {
    id: meeting.otter.id,
    title: meeting.titles.otter,
    url: `https://otter.ai/u/${meeting.otter.id}`,
    owner: userOf(hostOf(meeting)),
    created_at: new Date(otterStart(meeting)).toISOString().replace(/\.\d+Z$/, 'Z'),
    process_status: { abstract_summary: status, action_item: status, outline: status },
    calendar_guests: meeting.people.slice(1).map(({ name, email }) => ({ name, email, permission: 'collaborate' })),
    abstract_summary: progress < 1 ? null : `The team talked about ${meeting.titles.otter}.`,
    conf_join_url: meeting.joinUrl,
    relationships: {
      action_items: [],
      insights: [],
      outline: [],
      transcript: { content: renderText(meeting, progress), format: 'txt' },
    },
  }
}

/** The `speech` of the specification's events. */
export const describeSpeech = (meeting: Meeting, progress: Progress) => ({
  id: meeting.otter.id,
  title: meeting.titles.otter,
  created_at: new Date(otterStart(meeting)).toISOString().replace(/\.\d+Z$/, 'Z'),
  duration: Math.round((durationOf(meeting) * progress) / 1000),
  owner_email: hostOf(meeting).email,
  status: progress < 1 ? 'processing' : 'completed',
  transcript: renderText(meeting, progress),
})
