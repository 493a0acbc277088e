import { describe, expect, test } from 'vitest'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { renderMeeting } from './render-meeting.ts'
import { ids, meeting } from './test-traces.ts'

const { terminal } = createTestTerminal()

describe('a meeting', () => {
  test('is told with its sources, why they are of it, and all its revisions, with what or who brought them about', () => {
    const sources = meeting.sources.map((source) => ({ ...source, externalId: 'x' }))
    expect(renderMeeting({ ...meeting, title: 'Weekly', sources }, terminal)).toEqual([
      `Meeting ${ids.meeting} · active`,
      '  “Weekly”, 2026-03-03 09:30:00.120 UTC',
      '  revision 2',
      '  from zoom x',
      `      transcript ${ids.transcript}`,
      '  from otter x',
      `      transcript ${ids.otherTranscript} · score 0.96`,
      '        text 0.91: 91 % of the words are the same, in the same order, over 31',
      '        minutes of the meeting',
      '        time 0.99: 31 min at the same time',
      '',
      '  2026-03-03 09:30:03.120  revision 1  created',
      '      the zoom transcript made a new meeting · delivery',
      `      ${ids.delivery}`,
      '  2026-03-03 09:31:03.120  revision 2  source-removed',
      '      a transcript was taken out, asked for by jo@acme.example: another meeting',
    ])
  })

  test('names who changed it where the reason does not', () => {
    const [, revision] = meeting.revisions
    const lines = renderMeeting({ ...meeting, revisions: [{ ...revision!, reason: 'another meeting' }] }, terminal)
    expect(lines.at(-1)).toBe('      another meeting (jo@acme.example)')
  })

  test('that was withdrawn says where its transcripts are', () => {
    const withdrawn = {
      ...meeting,
      status: 'withdrawn',
      title: null,
      startedAt: null,
      sources: [],
      quality: null,
      speakers: [],
      revisions: [],
      otherMeetingId: ids.meeting,
    }
    expect(renderMeeting(withdrawn, terminal)).toEqual([
      `Meeting ${ids.meeting} · withdrawn`,
      `  its transcripts are in meeting ${ids.meeting}`,
    ])
  })
})
