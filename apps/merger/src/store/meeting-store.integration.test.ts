import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { FetchedTranscript, MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { prepare } from '../score/profile.ts'
import { conversation } from '../test/conversation.ts'
import { testDatabase } from '../test/database.ts'
import { contentOf, emitted, feed, unmergeOf } from '../test/inputs.ts'
import { createMemoryMeetings } from '../test/memory-meetings.ts'
import { transcribe } from '../test/recogniser.ts'
import { fireflies, otter, otterBeginning, zoom } from '../test/sample-meeting.ts'
import { createMeetingStore } from './meeting-store.ts'

const postgres = testDatabase(process.env['DATABASE_URL'] ?? '')

/** The same transcripts in a workspace of their own, with ids of their own. */
const workspace = () => {
  const workspaceId = randomUUID()
  return (transcript: FetchedTranscript): FetchedTranscript => ({
    ...transcript,
    workspaceId,
    transcriptId: uuidV5(workspaceId, transcript.transcriptId),
    revisionId: uuidV5(workspaceId, transcript.revisionId),
    webhookEventId: uuidV5(workspaceId, transcript.webhookEventId),
  })
}

const meeting = conversation({ seed: 81, minutes: 4 })
const pool = [
  transcribe(meeting, { seed: 1, platform: 'zoom', part: [0, 0.5] }),
  transcribe(meeting, { seed: 2, platform: 'fireflies', part: [0.5, 1], clockMs: 20 * 60_000 }),
  transcribe(meeting, { seed: 3, platform: 'otter', errors: 0.15 }),
  transcribe(conversation({ seed: 82, minutes: 4 }), { seed: 4, platform: 'zoom' }),
  zoom,
  otter,
  otterBeginning,
  fireflies,
]

test('decides, publishes and remembers exactly as the memory does, undo and redelivery included', async () => {
  const mine = workspace()
  const memory = feed(createMemoryMeetings())
  const store = feed(createMeetingStore(postgres))
  const inputs: (FetchedTranscript | MeetingCommand)[] = pool.map(mine)
  for (const [index, input] of inputs.entries()) {
    const expected = await memory(input, `topic/0/${index}`)
    expect(await store(input, `topic/0/${index}`)).toEqual(expected)
    const joined = emitted(expected).find(({ sources }) => sources.length === 3)
    if (joined !== undefined && inputs.every((each) => 'transcriptId' in each && !('commandId' in each)))
      inputs.push(unmergeOf(joined, joined.sources[2]?.transcriptId ?? ''))
  }
  expect(inputs.length).toBe(pool.length + 1)
  for (const [index, input] of inputs.entries())
    expect(await store(input, `topic/0/${index}`)).toEqual(await memory(input, `topic/0/${index}`))
})

test('two processes that hold one workspace for a moment apply each input once and number revisions without a gap', async () => {
  const mine = workspace()
  const inputs = [zoom, otter, fireflies].map(mine)
  const [first, second] = [feed(createMeetingStore(postgres)), feed(createMeetingStore(postgres))]
  const decisions = await Promise.all(
    inputs.flatMap((input, index) => [first(input, `topic/0/${index}`), second(input, `topic/0/${index}`)]),
  )
  const revisions = decisions.flatMap(emitted).map(({ meetingId, revision }) => `${meetingId} ${revision}`)
  expect(new Set(revisions).size).toBe(3)
  expect(revisions).toHaveLength(6)
})

test('nothing is kept of an input that fails half way', async () => {
  const mine = workspace()
  const store = createMeetingStore(postgres)
  const transcript = mine(zoom)
  const failing = store.within(transcript.workspaceId, async (meetings) => {
    meetings.keepRevision(prepare(transcript))
    await meetings.newest(transcript.transcriptId)
    throw new Error('half way')
  })
  await expect(failing).rejects.toThrow('half way')
  expect((await feed(store)(transcript)).kind).toBe('emit')
})

test('takes any text and any time, and gives it back as it was', async () => {
  const mine = workspace()
  const text = 'a\u0000b \ud800 "quoted" \\ 😀 \u2028'
  const odd = mine({
    ...zoom,
    title: text,
    startedAt: 8_640_000_000_000_001,
    segments: [{ startMs: -5, endMs: -10, speaker: text, text, rawText: null }],
  })
  const take = feed(createMeetingStore(postgres))
  const first = await take(odd, 'topic/0/0')
  expect(emitted(first)[0]?.segments[0]?.text).toBe(text)
  expect(await take(odd, 'topic/0/0')).toEqual(first)
})

describe('candidates', () => {
  const candidatesOf = async (wanted: FetchedTranscript, others: readonly FetchedTranscript[]) => {
    const take = feed(createMeetingStore(postgres))
    for (const other of others) await take(other)
    const decision = await take(wanted)
    return emitted(decision).map(({ sources }) => sources.length)
  }

  test('are found by what was said where the stated times are hours apart', async () => {
    const mine = workspace()
    const long = conversation({ seed: 83, minutes: 20 })
    const a = mine(transcribe(long, { seed: 1, platform: 'zoom' }))
    const b = mine(transcribe(long, { seed: 2, platform: 'otter', clockMs: 2 * 3_600_000 }))
    expect(await candidatesOf(b, [a])).toEqual([2])
  })

  test('are found where no start is known', async () => {
    const mine = workspace()
    const unknown = { ...otter, startedAt: null, receivedAt: (zoom.startedAt ?? 0) + 3 * 3_600_000 }
    expect(await candidatesOf(mine(unknown), [mine(zoom)])).toEqual([1])
    const long = conversation({ seed: 84, minutes: 20 })
    const heardLong = transcribe(long, { seed: 2, platform: 'otter', change: { startedAt: null } })
    expect(await candidatesOf(mine(heardLong), [mine(transcribe(long, { seed: 1, platform: 'zoom' }))])).toEqual([2])
  })

  test('are of the same workspace only', async () => {
    expect(await candidatesOf(workspace()(otter), [workspace()(zoom)])).toEqual([1])
  })
})

test('what was published is what the table of revisions holds', async () => {
  const mine = workspace()
  const take = feed(createMeetingStore(postgres))
  const published = [...emitted(await take(mine(zoom))), ...emitted(await take(mine(otter)))]
  const rows = await postgres.query<{ readonly document: (typeof published)[number] }>(
    `SELECT document FROM meetings.revisions JOIN meetings.meetings USING (meeting_id) WHERE workspace_id = $1 ORDER BY revisions.revision`,
    [mine(zoom).workspaceId],
  )
  expect(rows.map(({ document }) => contentOf(document))).toEqual(published.map(contentOf))
})
