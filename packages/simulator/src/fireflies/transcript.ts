import { bySentence, heardIn, jittered } from '../meeting/heard.ts'
import type { Meeting } from '../meeting/meeting.ts'
import { hostOf } from '../meeting/meeting.ts'
import { mishear, unpunctuated } from '../meeting/mishear.ts'
import { createRandom } from '../meeting/random.ts'

const MISHEARD = 0.12
const CORRECTED = 0.8
const UNNAMED = 0.06
const TIME_AS_TEXT = 0.1

/** Seconds with two decimals; now and then as text, which the schema says and most answers do not. */
const seconds = (ms: number, asText: boolean): number | string => (asText ? (ms / 1000).toFixed(2) : Math.round(ms / 10) / 100)

const sentencesOf = (meeting: Meeting, speakers: readonly string[]) => {
  const random = createRandom(`${meeting.seed} fireflies`)
  return heardIn(meeting, meeting.fireflies.heard)
    .flatMap(bySentence)
    .map((sentence, index) => {
      const { person, startMs, endMs, text } = jittered(sentence, 150, random)
      const misheard = mishear(text, MISHEARD, random)
      const asText = random.chance(TIME_AS_TEXT)
      return {
        index,
        speaker_name: random.chance(UNNAMED) ? null : person.labels.fireflies,
        speaker_id: speakers.indexOf(person.email),
        text: random.chance(CORRECTED) ? text : misheard,
        raw_text: unpunctuated(misheard),
        start_time: seconds(startMs, asText),
        end_time: seconds(endMs, asText),
        ai_filters: null,
      }
    })
}

const attendeeOf = (name: string, email: string, known: boolean) => ({
  displayName: known ? name : null,
  email,
  phoneNumber: null,
  name: null,
  location: null,
})

/**
 * The `Transcript` object of Fireflies' GraphQL API, with every field this simulator knows. Times are seconds after `date`, which is
 * the meeting's real start plus the error of Fireflies' clock.
 */
export const renderTranscript = (meeting: Meeting) => {
  const { id, heard, clockErrorMs } = meeting.fireflies
  const present = heardIn(meeting, heard)
  const speakers = [...new Set(present.map(({ person }) => person.email))]
  const startedAt = meeting.startedAt + clockErrorMs
  return {
    id,
    title: meeting.titles.fireflies,
    host_email: hostOf(meeting).email,
    organizer_email: hostOf(meeting).email,
    participants: meeting.people.map(({ email }) => email),
    date: startedAt,
    dateString: new Date(startedAt).toISOString(),
    duration: Math.fround((present.at(-1)?.endMs ?? 0) / 60_000),
    transcript_url: `https://app.fireflies.ai/view/${id}`,
    meeting_link: meeting.joinUrl,
    calendar_id: null,
    cal_id: null,
    is_live: false,
    meeting_info: { silent_meeting: present.length === 0, summary_status: 'processed', fred_joined: true },
    meeting_attendees: meeting.people.map(({ name, email }, index) => attendeeOf(name, email, index % 2 === 0)),
    speakers: speakers.map((email, index) => ({
      id: index,
      name: meeting.people.find((person) => person.email === email)?.labels.fireflies ?? `Speaker ${index + 1}`,
    })),
    sentences: sentencesOf(meeting, speakers) as ReturnType<typeof sentencesOf> | null,
    summary: { overview: `Notes of ${meeting.titles.fireflies}.`, action_items: null, keywords: [] as string[], short_summary: null },
  }
}

export type FirefliesTranscript = ReturnType<typeof renderTranscript>
