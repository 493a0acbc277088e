import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergedTranscriptContract, type FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { conversation } from './test/conversation.ts'
import { contentOf, emitted, feed, reasonIn, unmergeOf } from './test/inputs.ts'
import { createMemoryMeetings } from './test/memory-meetings.ts'
import { transcribe } from './test/recogniser.ts'
import { fireflies, otter, otterBeginning, zoom } from './test/sample-meeting.ts'

const meeting = conversation({ seed: 71, minutes: 4 })
const other = conversation({ seed: 72, minutes: 4 })
const firstPart = transcribe(meeting, { seed: 1, platform: 'zoom', part: [0, 0.5] })
const lastPart = transcribe(meeting, { seed: 2, platform: 'fireflies', part: [0.5, 1] })
const whole = transcribe(meeting, { seed: 3, platform: 'otter', errors: 0.15 })

const kindsOf = (decision: Awaited<ReturnType<ReturnType<typeof feed>>>) => emitted(decision).map(({ change }) => change.kind)

/** A newer revision of a transcript: other words under the same id. */
const revised = (transcript: FetchedTranscript, text: string): FetchedTranscript => ({
  ...transcript,
  revisionId: uuidV5(transcript.revisionId, text),
  webhookEventId: uuidV5(transcript.webhookEventId, text),
  receivedAt: transcript.receivedAt + 60_000,
  segments: transcript.segments.map((segment, index) => (index === 0 ? { ...segment, text } : segment)),
})

describe('transcripts arriving', () => {
  test('the first makes a meeting, another of the same joins it and says why', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    const first = await take(zoom)
    expect(kindsOf(first)).toEqual(['created'])
    expect(reasonIn(first)).toBe('first transcript of a new meeting')
    const second = await take(fireflies)
    expect(kindsOf(second)).toEqual(['source-added'])
    const [merged] = emitted(second)
    expect(reasonIn(second)).toMatch(
      new RegExp(`^joined meeting ${merged?.meetingId} \\(score 0\\.9\\d: .*the same join link at the same time`),
    )
    expect(merged).toMatchObject({
      meetingId: emitted(first)[0]?.meetingId,
      revision: 2,
      status: 'active',
      revisedAt: fireflies.receivedAt,
      change: { webhookEventId: fireflies.webhookEventId, by: null },
    })
    expect(second).toMatchObject({
      journal: { status: 'processed', details: { transcriptId: fireflies.transcriptId, meetingId: merged?.meetingId, revision: '2' } },
    })
  })

  test('one that belongs to two meetings joins them: one takes the other in, the other is withdrawn', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    const later = { ...lastPart, startedAt: (lastPart.startedAt ?? 0) + 20 * 60_000, revisionId: uuidV5('later') }
    await take(firstPart)
    await take(later)
    expect(store.active()).toHaveLength(2)
    const joining = await take(whole)
    expect(kindsOf(joining).toSorted()).toEqual(['absorbed', 'withdrawn'])
    const [absorbed, withdrawn] = emitted(joining).toSorted((x, y) => (x.change.kind < y.change.kind ? -1 : 1))
    expect(absorbed?.change.otherMeetingId).toBe(withdrawn?.meetingId)
    expect(withdrawn).toMatchObject({ status: 'withdrawn', segments: [], sources: [], change: { otherMeetingId: absorbed?.meetingId } })
    expect(store.active()).toHaveLength(1)
    expect(absorbed?.sources).toHaveLength(3)
  })

  test('a newer revision takes the place of the older one; an older one that comes late changes nothing', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    await take(otterBeginning)
    await take(zoom)
    const newer = await take(otter)
    expect(kindsOf(newer)).toEqual(['source-revised'])
    expect(emitted(newer)[0]?.sources.map(({ revisionId }) => revisionId)).toContain(otter.revisionId)

    const late = createMemoryMeetings()
    const takeLate = feed(late)
    await takeLate(zoom)
    await takeLate(otter)
    const old = await takeLate(otterBeginning)
    expect(old).toMatchObject({ kind: 'drop', journal: { status: 'processed', reason: 'older than the revision already merged' } })
    expect(late.active().map(contentOf)).toEqual(store.active().map(contentOf))
  })

  describe('a correction that is put back', () => {
    const told = (transcript: FetchedTranscript, at: number): FetchedTranscript => ({
      ...transcript,
      sourceUpdatedAt: at,
      receivedAt: 9_000 + at,
    })
    const before = told(zoom, 1_000)
    const corrected = told(revised(zoom, 'Somebody else said so.'), 2_000)
    const restored = { ...told(zoom, 3_000), webhookEventId: uuidV5('restored') }

    test('is merged as the newest, once, and publishes the same at a redelivery', async () => {
      const take = feed(createMemoryMeetings())
      await take(before)
      await take(corrected)
      const back = await take(restored, 'topic/0/7')
      expect(kindsOf(back)).toEqual(['source-revised'])
      expect(emitted(back)[0]?.revision).toBe(3)
      expect(emitted(back)[0]?.segments[0]?.text).toBe(zoom.segments[0]?.text)
      expect(await take(restored, 'topic/0/7')).toEqual(back)
      expect(await take(restored)).toMatchObject({ kind: 'drop' })
      expect(await take({ ...before, webhookEventId: uuidV5('copy') })).toMatchObject({ kind: 'drop' })
    })

    test('ends as the newest whatever the order of arrival and the repeats', async () => {
      const inputs = [before, corrected, restored]
      const repeats = fc.array(fc.constantFrom(...inputs), { maxLength: 3 })
      const orders = repeats.chain((copies) => fc.shuffledSubarray([...inputs, ...copies], { minLength: inputs.length + copies.length }))
      const property = fc.asyncProperty(orders, async (arrivals) => {
        const store = createMemoryMeetings()
        const take = feed(store)
        for (const arrival of arrivals) await take(arrival)
        expect(store.active().map(({ sources }) => sources.map(({ revisionId }) => revisionId))).toEqual([[zoom.revisionId]])
      })
      await expect(fc.assert(property, { numRuns: 60 })).resolves.toBeUndefined()
    })
  })

  test('a revision that says something else leaves its meeting', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    await take(firstPart)
    await take(whole)
    const elsewhere = transcribe(other, { seed: 3, platform: 'otter' })
    const moved = await take({ ...whole, ...elsewhere, transcriptId: whole.transcriptId, receivedAt: whole.receivedAt + 1 })
    expect(kindsOf(moved).toSorted()).toEqual(['created', 'source-removed'])
    expect(reasonIn(moved)).toMatch(/^no longer of meeting /)
    expect(store.active()).toHaveLength(2)
  })

  test('every revision is written by its contract as it is', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    for (const input of [zoom, fireflies, otter, firstPart, whole, lastPart]) await take(input)
    const { type } = mergedTranscriptContract
    for (const merged of store.all()) expect({ ...type.fromBuffer(type.toBuffer(merged)) }).toEqual(merged)
  })

  const pool = [
    firstPart,
    lastPart,
    whole,
    revised(whole, 'edited by somebody'),
    transcribe(other, { seed: 4, platform: 'zoom' }),
    transcribe(other, { seed: 5, platform: 'otter', errors: 0.2 }),
    zoom,
    fireflies,
    otter,
    otterBeginning,
  ]

  test('in any order end in the same meetings', async () => {
    const content = async (inputs: readonly FetchedTranscript[]) => {
      const store = createMemoryMeetings()
      const take = feed(store)
      for (const input of inputs) await take(input)
      return store.active().map(contentOf)
    }
    await fc.assert(
      fc.asyncProperty(fc.subarray(pool, { minLength: 2 }), fc.infiniteStream(fc.nat()), async (chosen, keys) => {
        const shuffled = chosen.map((input) => ({ input, key: keys.next().value ?? 0 })).toSorted((x, y) => x.key - y.key)
        expect(await content(shuffled.map(({ input }) => input))).toEqual(await content(chosen))
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('inputs arriving again', () => {
  test('the same record has the same outputs and outcome, also after others changed the meeting', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    const first = await take(zoom, 'transcripts.fetched.v1/0/1')
    await take(otter)
    const published = store.all().length
    expect(await take(zoom, 'transcripts.fetched.v1/0/1')).toEqual(first)
    expect(store.all()).toHaveLength(published)
  })

  test('the same revision from another delivery changes and publishes nothing, and says where the first is', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    await take(zoom)
    const again = await take({ ...zoom, webhookEventId: uuidV5('another delivery'), receivedAt: zoom.receivedAt + 1_000 })
    expect(again).toMatchObject({ kind: 'drop', journal: { status: 'processed', details: { duplicateOf: zoom.webhookEventId } } })
    expect(store.all()).toHaveLength(1)
  })

  test('a second record of the same delivery ends without an outcome', async () => {
    const take = feed(createMemoryMeetings())
    await take(zoom)
    expect(await take(zoom)).toEqual({ kind: 'drop' })
  })
})

describe('a person taking a merge back', () => {
  test('restores both meetings, says who and why, and keeps them apart for good', async () => {
    const alone = createMemoryMeetings()
    await feed(alone)(firstPart)
    const store = createMemoryMeetings()
    const take = feed(store)
    await take(firstPart)
    const joined = emitted(await take(whole))[0]
    if (joined === undefined) throw new Error('not joined')
    const command = unmergeOf(joined, whole.transcriptId)
    const undone = await take(command)
    expect(kindsOf(undone).toSorted()).toEqual(['created', 'source-removed'])
    expect(emitted(undone).every(({ change, revisedAt }) => change.by === command.by && revisedAt === command.at)).toBe(true)
    expect(reasonIn(undone)).toContain('asked for by nadia@northwind.example: two rooms, one microphone')
    const kept = store.active().find(({ meetingId }) => meetingId === joined.meetingId)
    expect(kept === undefined ? undefined : contentOf(kept)).toEqual(contentOf(alone.active()[0] ?? joined))

    await take(revised(whole, 'edited by somebody'))
    expect(store.active().map(({ sources }) => sources.length)).toEqual([1, 1])
  })

  test('is refused with a reason where it makes no sense', async () => {
    const store = createMemoryMeetings()
    const take = feed(store)
    const [meetingOfOne] = emitted(await take(zoom))
    if (meetingOfOne === undefined) throw new Error('no meeting')
    const command = unmergeOf(meetingOfOne, zoom.transcriptId)
    const refusals = [
      [command, 'it is the only transcript of its meeting'],
      [{ ...command, commandId: uuidV5('1'), transcriptId: otter.transcriptId }, 'the workspace has no transcript'],
      [{ ...command, commandId: uuidV5('2'), meetingId: uuidV5('elsewhere') }, 'the transcript is not of meeting'],
      [{ ...command, commandId: uuidV5('3'), kind: 'explode' }, 'there is no command "explode"'],
    ] as const
    for (const [refused, reason] of refusals) {
      const decision = await take(refused)
      expect(decision).toMatchObject({ kind: 'drop', journal: { status: 'rejected' } })
      expect(reasonIn(decision)).toContain(reason)
    }
    expect(store.all()).toHaveLength(1)
  })
})
