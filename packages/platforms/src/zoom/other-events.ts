const notes = 'the notes of one participant (My Notes), which are that participant’s own'
const ownTranscript = 'the meeting’s transcript is announced by recording.transcript_completed or meeting.aic_transcript_completed'
const running = 'a recording that is not ready yet: recording.completed announces it'

/**
 * Events of Zoom that are subscribed to by mistake because they sound like a transcript, and what they are. The longest name or beginning
 * (ending in a dot or an underscore) that fits counts.
 * https://developers.zoom.us/docs/api/my-notes/events, https://developers.zoom.us/docs/api/meetings/events,
 * https://developers.zoom.us/changelog/video-sdk/november-21-2022/, https://developers.zoom.us/docs/api/iq/events,
 * https://zoom.github.io/rivet-javascript/types/Phone.PhoneRecordingTranscriptCompletedEvent.html
 */
const families: Readonly<Record<string, string>> = {
  'my_notes.': `${notes}; ${ownTranscript}`,
  'my_notes.transcript_generated': `the transcript in ${notes}; ${ownTranscript}`,
  'meeting.summary_': `the summary that AI Companion makes, without the words; ${ownTranscript}`,
  'meeting.rtms_': `a live stream of a meeting (RTMS), which is not taken; ${ownTranscript}`,
  'recording.started': running,
  'recording.paused': running,
  'recording.resumed': running,
  'recording.stopped': running,
  'recording.': 'what becomes of a recording that is there already; no transcript comes with it',
  'webinar.': 'a webinar itself; its recording is announced by recording.completed',
  'session.': 'a session of the Video SDK, which is no meeting',
  'phone.': 'calls of Zoom Phone, which are no meetings',
  'contact_center.': 'Zoom Contact Center, whose engagements are no meetings',
  'revenue_accelerator.': `an analysis by Zoom Revenue Accelerator; ${ownTranscript}`,
}
const longestFirst = Object.entries(families).toSorted(([a], [b]) => b.length - a.length)

/** What an event is about that brings no transcript of a meeting; undefined for those nothing is known of. */
export const otherEvent = (name: string): string | undefined =>
  longestFirst.find(([family]) => (/[._]$/.test(family) ? name.startsWith(family) : name === family))?.[1]
