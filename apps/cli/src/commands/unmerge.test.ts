import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createMemoryKafka } from '@hansard/shared/kafka/memory'
import { partitionOf } from '@hansard/shared/kafka/partition'
import { createCodec } from '@hansard/shared/registry/codec'
import { meetingCommandContract } from '@hansard/shared/contracts/contracts.generated'
import { meetingCommands } from '@hansard/shared/topics'
import { hansard } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { publishCommand } from '../publish-command.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import type { MeetingTrace } from '../where/meetings.ts'
import { unmergeCommand } from './unmerge.ts'

const [zoom, otter] = [randomUUID(), randomUUID()]
const meeting: MeetingTrace = {
  id: randomUUID(),
  workspaceId: randomUUID(),
  status: 'active',
  otherMeetingId: null,
  title: null,
  startedAt: null,
  sources: [
    { transcriptId: zoom, platform: 'zoom', externalId: 'z', score: null, reasons: [] },
    { transcriptId: otter, platform: 'otter', externalId: 'o', score: 0.93, reasons: [] },
  ],
  quality: null,
  speakers: [],
  revisions: [],
}
const wish = { by: 'jo@acme.example', reason: 'That was another meeting' }
const given = { commandId: randomUUID(), at: Date.UTC(2026, 2, 3) }

describe('unmerge', () => {
  test('asks for a transcript to be taken out of its meeting', () => {
    expect(unmergeCommand(meeting, { meeting: meeting.id, transcript: otter }, wish, given)).toEqual({
      ...wish,
      ...given,
      workspaceId: meeting.workspaceId,
      kind: 'unmerge',
      meetingId: meeting.id,
      transcriptId: otter,
      label: null,
      name: null,
    })
  })

  test.each([
    { refusal: 'a meeting that does not exist', found: undefined, transcript: zoom, says: 'There is no meeting' },
    {
      refusal: 'a transcript of another meeting, naming the meeting’s own',
      found: meeting,
      transcript: randomUUID(),
      says: `${zoom} (zoom)`,
    },
    {
      refusal: 'the only transcript',
      found: { ...meeting, sources: meeting.sources.slice(0, 1) },
      transcript: zoom,
      says: 'nothing to take apart',
    },
    { refusal: 'a withdrawn meeting', found: { ...meeting, status: 'withdrawn', sources: [] }, transcript: zoom, says: 'is withdrawn' },
  ])('refuses $refusal', ({ found, transcript, says }) => {
    const command = () => unmergeCommand(found, { meeting: meeting.id, transcript }, wish, given)
    expect(command).toThrow(CommandFailed)
    expect(command).toThrow(says)
  })

  test('publishes under the workspace’s key, in Avro, to the partition any Kafka client would choose', async () => {
    const kafka = createMemoryKafka()
    const { name, contract } = meetingCommands
    await kafka.createTopics([{ name, partitions: 3, replicationFactor: 1, config: {} }])
    const codec = createCodec(new Map([[name, { id: 7, contract: meetingCommandContract }]]), () => Promise.reject(new Error('unknown')))
    const command = unmergeCommand(meeting, { meeting: meeting.id, transcript: otter }, wish, given)
    await publishCommand(kafka, codec, command)
    const [record, ...others] = kafka.records(name)
    expect(others).toEqual([])
    expect(record).toMatchObject({ key: meeting.workspaceId, partition: partitionOf(meeting.workspaceId, 3) })
    expect(record?.headers).toMatchObject({ 'received-at': String(given.at), traceparent: expect.stringMatching(/^00-/) })
    expect(await codec.decode(contract, record?.value ?? null)).toEqual(command)
  })

  test.each([
    { misuse: 'without saying who', args: [meeting.id, zoom, '--reason', 'why'], says: '--by' },
    { misuse: 'without saying why', args: [meeting.id, zoom, '--by', 'jo'], says: '--reason' },
    { misuse: 'with something else than ids', args: ['weekly', zoom, '--by', 'jo', '--reason', 'why'], says: 'UUIDs' },
  ])('ends with 2 $misuse', async ({ args, says }) => {
    const { terminal, remarks } = createTestTerminal()
    expect(await hansard(['unmerge', ...args], { env: {}, terminal })).toBe(2)
    expect(remarks.join('\n')).toContain(says)
  })
})
