import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { changeIntake } from '@hansard/shared/directory/intake-settings'
import { firefliesTranscriptReady, firefliesV1, firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import type { Meeting } from '@hansard/simulator/meeting/meeting'
import { sampleMeeting } from '@hansard/simulator/meeting/sample'
import { otterSpeech, otterWorkspace, otterWorkspaceBare } from '@hansard/simulator/otter/webhooks'
import { everyOrder, outOfOrder } from '@hansard/simulator/webhook/orders'
import type { SendResult } from '@hansard/simulator/webhook/send'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import {
  zoomMeetingEnded,
  zoomRecordingCompleted,
  zoomSpecTranscriptCompleted,
  zoomTranscriptCompleted,
} from '@hansard/simulator/zoom/webhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from './cli.ts'
import { startPipeline, type Pipeline } from './pipeline.ts'
import type { Tenant } from './tenant.ts'

let hansard: Pipeline

beforeAll(async () => {
  hansard = await startPipeline('e2e', '0.2,0.4,0.8,1.6')
})
afterAll(() => hansard.stop())
beforeEach(() => hansard.simulator.clearFaults())

const answerOf = ({ status, body }: SendResult) => ({ status, ...(JSON.parse(body) as { webhook_event_id?: string }) })
const final = new Set(['processed', 'failed', 'duplicate', 'ignored', 'rejected'])

/** How the delivery ended, as the journal has it. */
const endOf = async (id: string | undefined) => {
  await expect
    .poll(() => hansard.journal.values.some((entry) => entry.webhookEventId === id && final.has(entry.status)), { timeout: 60_000 })
    .toBe(true)
  return hansard.journal.values.find((entry) => entry.webhookEventId === id && final.has(entry.status))!
}
const deliver = async (tenant: Tenant, webhook: Webhook) => {
  const answer = answerOf(await hansard.post(tenant, webhook))
  expect(answer).toMatchObject({ status: 'accepted' })
  return endOf(answer.webhook_event_id)
}
const mergedOf = (tenant: Tenant) => hansard.merged.values.filter(({ workspaceId }) => workspaceId === tenant.workspaceId)
const newestOf = (tenant: Tenant): readonly MergedTranscript[] => {
  const newest = new Map<string, MergedTranscript>()
  for (const revision of mergedOf(tenant))
    if (revision.revision >= (newest.get(revision.meetingId)?.revision ?? 0)) newest.set(revision.meetingId, revision)
  return [...newest.values()].filter(({ status }) => status === 'active')
}
const webhooksOf = (meeting: Meeting) => {
  const occasion = { at: Date.now(), simulator: hansard.simulator.address }
  return {
    recording: zoomRecordingCompleted(meeting, occasion),
    zoom: zoomTranscriptCompleted(meeting, occasion),
    fireflies: firefliesV2(meeting, occasion),
    otter: otterWorkspace(meeting, occasion),
  }
}
/** What a reader of the meeting sees, without the ids that differ from tenant to tenant. */
const told = ({ segments, sources, title, participants }: MergedTranscript) => {
  const platforms = new Map(sources.map(({ transcriptId, platform }) => [transcriptId, platform]))
  return {
    title,
    participants,
    sources: [...platforms.values()].toSorted(),
    segments: segments.map(({ transcriptId, alternatives, corrections, ...segment }) => ({
      ...segment,
      platform: platforms.get(transcriptId),
      alternatives: alternatives.map((each) => ({ platform: platforms.get(each.transcriptId), text: each.text })),
      corrections: corrections.map(({ transcriptId: from, ...each }) => ({ ...each, platform: platforms.get(from) })),
    })),
  }
}

describe('one meeting heard by three platforms', () => {
  test('becomes one transcript, the same whatever the order of arrival', async () => {
    hansard.simulator.addMeeting(sampleMeeting)
    const orders = everyOrder(Object.values(webhooksOf(sampleMeeting)))
    expect(orders).toHaveLength(24)
    const tenants = await Promise.all(orders.map(() => hansard.addTenant()))
    await Promise.all(
      orders.map(async (webhooks, index) => {
        for (const webhook of webhooks) expect(await deliver(tenants[index]!, webhook)).toMatchObject({ status: 'processed' })
      }),
    )
    await expect.poll(() => tenants.every((tenant) => newestOf(tenant)[0]?.sources.length === 3), { timeout: 60_000 }).toBe(true)
    const meetings = tenants.map((tenant) => newestOf(tenant))
    expect(meetings.map((each) => each.length)).toEqual(tenants.map(() => 1))
    const [first, ...others] = meetings.flat().map(told)
    expect(first?.sources).toEqual(['fireflies', 'otter', 'zoom'])
    expect(first?.segments.length).toBeGreaterThan(15)
    for (const other of others) expect(other).toEqual(first)
  })

  test.each(['one', 'two', 'three'])('becomes one transcript from every shape of payload, in a mixed order (%s)', async (seed) => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting(`shapes ${seed}`)
    hansard.simulator.addMeeting(meeting)
    const occasion = { at: Date.now(), simulator: hansard.simulator.address }
    const shapes = [
      ...Object.values(webhooksOf(meeting)),
      zoomSpecTranscriptCompleted(meeting, occasion),
      firefliesTranscriptReady(meeting),
      firefliesV1(meeting),
      firefliesV2(meeting, occasion, 'meeting.summarized'),
      otterSpeech(meeting),
      otterWorkspaceBare(meeting),
    ]
    for (const webhook of outOfOrder(shapes, seed)) {
      const { webhook_event_id: id } = answerOf(await hansard.post(tenant, webhook))
      expect((await endOf(id)).status).toMatch(/^(processed|duplicate)$/)
    }
    await expect.poll(() => newestOf(tenant).map(({ sources }) => sources.length), { timeout: 60_000 }).toEqual([3])
  })

  test('leaves each platform’s transcript once on its topic, and each revision of the meeting once', async () => {
    const meeting = inventMeeting('once')
    hansard.simulator.addMeeting(meeting)
    const tenant = await hansard.addTenant()
    for (const webhook of Object.values(webhooksOf(meeting))) await deliver(tenant, webhook)
    await expect.poll(() => newestOf(tenant)[0]?.sources.length, { timeout: 60_000 }).toBe(3)
    const fetched = hansard.fetched.values.filter(({ workspaceId }) => workspaceId === tenant.workspaceId)
    expect(fetched.map(({ platform }) => platform).toSorted()).toEqual(['fireflies', 'otter', 'zoom'])
    expect(mergedOf(tenant).map(({ revision }) => revision)).toEqual([1, 2, 3])
  })

  test('two occurrences of a recurring meeting stay two meetings', async () => {
    const tenant = await hansard.addTenant()
    for (const [seed, startedAt] of [
      ['monday', Date.parse('2026-09-14T15:00:00Z')],
      ['tuesday', Date.parse('2026-09-15T14:30:00Z')],
    ] as const) {
      const meeting = inventMeeting(seed, { series: 'weekly', startedAt })
      hansard.simulator.addMeeting(meeting)
      for (const webhook of Object.values(webhooksOf(meeting))) await deliver(tenant, webhook)
    }
    await expect.poll(() => newestOf(tenant).map(({ sources }) => sources.length), { timeout: 60_000 }).toEqual([3, 3])
  })

  test('a host’s e-mail finds the workspace on the shared route, signed either way, under every name of the event', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('shared', { domain: tenant.domain })
    hansard.simulator.addMeeting(meeting)
    const { zoom } = webhooksOf(meeting)
    const sent = [
      await hansard.postShared(tenant, zoom),
      await hansard.postShared(tenant, firefliesTranscriptReady(meeting)),
      await hansard.postShared(tenant, otterSpeech(meeting)),
    ]
    const answers = sent.map(answerOf)
    expect(answers).toMatchObject([
      { status: 'accepted', meeting_id: meeting.zoom.number },
      { status: 'accepted', transcript_id: meeting.fireflies.id },
      { status: 'accepted', speech_id: meeting.otter.id },
    ])
    for (const { webhook_event_id: id } of answers) expect(await endOf(id)).toMatchObject({ status: 'processed' })
    await expect.poll(() => newestOf(tenant)[0]?.sources.length, { timeout: 60_000 }).toBe(3)
  })
})

describe('a delivery that was seen before', () => {
  test('is answered and journaled as the duplicate of the first, and leads to nothing', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('duplicates')
    hansard.simulator.addMeeting(meeting)
    const { zoom } = webhooksOf(meeting)
    const first = answerOf(await hansard.post(tenant, zoom))
    await endOf(first.webhook_event_id)
    // The same meaning in other bytes: another token, another time of sending.
    const resent = zoomTranscriptCompleted(meeting, { at: Date.now() + 5_000, simulator: hansard.simulator.address })
    for (const webhook of [zoom, resent]) {
      const again = answerOf(await hansard.post(tenant, webhook))
      expect(again.status).toBe('duplicate')
      expect(await endOf(again.webhook_event_id)).toMatchObject({ status: 'duplicate', details: { duplicateOf: first.webhook_event_id } })
    }
    expect(hansard.fetched.values.filter(({ workspaceId }) => workspaceId === tenant.workspaceId)).toHaveLength(1)
  })

  test('of two at the same moment, one is processed', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('at once')
    hansard.simulator.addMeeting(meeting)
    const { otter } = webhooksOf(meeting)
    const answers = await Promise.all(Array.from({ length: 10 }, async () => answerOf(await hansard.post(tenant, otter))))
    const ends = await Promise.all(answers.map(({ webhook_event_id: id }) => endOf(id)))
    expect(ends.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 9 }, () => 'duplicate'), 'processed'])
  })

  test('with other words is a new revision', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('edited')
    hansard.simulator.addMeeting(meeting)
    await deliver(tenant, firefliesTranscriptReady(meeting))
    const edited = {
      ...meeting,
      utterances: meeting.utterances.map((each, index) =>
        index === 3 ? { ...each, text: 'Somebody corrected this sentence by hand.' } : each,
      ),
    }
    hansard.simulator.addMeeting(edited)
    const fireflies = firefliesTranscriptReady(edited, 'transcript.updated')
    expect(await deliver(tenant, fireflies)).toMatchObject({ status: 'processed' })
    await expect
      .poll(() => newestOf(tenant)[0]?.segments.some(({ text }) => text.includes('corrected this sentence')), { timeout: 60_000 })
      .toBe(true)
    expect(newestOf(tenant)).toHaveLength(1)
    expect(newestOf(tenant)[0]).toMatchObject({ revision: 2, change: { kind: 'source-revised' } })
  })
})

describe('what a platform tells more than once', () => {
  /** Otter's workspace webhook: the conversation as Otter read it at that minute. `speaker` of the second turn. */
  const otterAt = (id: string, minute: number, speaker: string): Webhook => ({
    platform: 'otter',
    event: 'conversation_completed',
    path: '/webhooks/otter/speech-created',
    headers: {},
    body: JSON.stringify({
      meta: {
        retrieved_at: new Date(Date.UTC(2026, 10, 30, 10, minute)).toISOString(),
        webhook: { event: 'conversation_completed', name: 'x', source_type: 'workspace', source: { id: 'w1' } },
      },
      data: {
        id,
        title: 'Ferry times',
        created_at: '2026-11-29T09:00:00Z',
        owner: { name: 'Ida Holm', email: 'ida@harbour.example' },
        relationships: {
          transcript: {
            format: 'txt',
            content: `Ida Holm  0:00\nThe ferry leaves at nine on weekdays.\n\n${speaker}  0:12\nAnd at ten on Sundays.\n`,
          },
        },
      },
    }),
  })
  const speakersOf = (tenant: Tenant) => newestOf(tenant).map(({ segments }) => segments.map(({ speaker }) => speaker))
  const statusOf = async (tenant: Tenant, webhook: Webhook) => {
    const { body } = await hansard.post(tenant, webhook)
    const answer = JSON.parse(body) as { readonly status: string; readonly webhook_event_id: string }
    return { answered: answer.status, ended: (await endOf(answer.webhook_event_id)).status }
  }

  test('a correction that is put back is the newest state; a late copy of what it replaced changes nothing', async () => {
    const tenant = await hansard.addTenant()
    const right = ['Ida Holm', 'Ole Brandt']
    expect(await statusOf(tenant, otterAt('aba', 0, 'Ole Brandt'))).toEqual({ answered: 'accepted', ended: 'processed' })
    expect(await statusOf(tenant, otterAt('aba', 5, 'Kari Vik'))).toEqual({ answered: 'accepted', ended: 'processed' })
    await expect.poll(() => speakersOf(tenant), { timeout: 60_000 }).toEqual([['Ida Holm', 'Kari Vik']])
    expect(await statusOf(tenant, otterAt('aba', 2, 'Ole Brandt'))).toEqual({ answered: 'duplicate', ended: 'duplicate' })
    expect(await statusOf(tenant, otterAt('aba', 10, 'Ole Brandt'))).toEqual({ answered: 'accepted', ended: 'processed' })
    await expect.poll(() => speakersOf(tenant), { timeout: 60_000 }).toEqual([right])
    expect(await statusOf(tenant, otterAt('aba', 11, 'Ole Brandt'))).toEqual({ answered: 'duplicate', ended: 'duplicate' })
    expect(mergedOf(tenant).map(({ segments }) => segments[1]?.speaker)).toEqual(['Ole Brandt', 'Kari Vik', 'Ole Brandt'])
  })

  test('a repetition of the newest state is a duplicate, also at another time', async () => {
    const tenant = await hansard.addTenant()
    expect(await statusOf(tenant, otterAt('relabel', 0, 'Speaker 2'))).toEqual({ answered: 'accepted', ended: 'processed' })
    expect(await statusOf(tenant, otterAt('relabel', 5, 'Ole Brandt'))).toEqual({ answered: 'accepted', ended: 'processed' })
    expect(await statusOf(tenant, otterAt('relabel', 6, 'Ole Brandt'))).toEqual({ answered: 'duplicate', ended: 'duplicate' })
    await expect.poll(() => speakersOf(tenant), { timeout: 60_000 }).toEqual([['Ida Holm', 'Ole Brandt']])
  })

  test('recordings of one meeting that are announced one by one add to each other, whichever comes first', async () => {
    const meeting = inventMeeting('parts', { recordings: 2, minutes: 6 })
    hansard.simulator.addMeeting(meeting)
    const [both, later] = [Date.now(), Date.now() + 60_000].map((at) =>
      zoomTranscriptCompleted(meeting, { at, simulator: hansard.simulator.address }),
    )
    const only = (webhook: Webhook, part: number): Webhook => {
      const body = JSON.parse(webhook.body) as { payload: { object: { recording_files: unknown[] } } }
      body.payload.object.recording_files = [body.payload.object.recording_files[part]]
      return { ...webhook, body: JSON.stringify(body), headers: { 'x-zm-request-id': `${webhook.headers['x-zm-request-id']}_${part}` } }
    }
    const [whole, inOrder, reversed] = await Promise.all([hansard.addTenant(), hansard.addTenant(), hansard.addTenant()])
    await deliver(whole, both!)
    for (const [tenant, parts] of [
      [inOrder, [0, 1]],
      [reversed, [1, 0]],
    ] as const) {
      await deliver(tenant, only(both!, parts[0]))
      await deliver(tenant, only(later!, parts[1]))
    }
    const said = (tenant: Tenant) =>
      newestOf(tenant).map(({ segments, startedAt }) => ({ startedAt, words: segments.map(({ startMs, text }) => [startMs, text]) }))
    await expect.poll(() => said(inOrder), { timeout: 60_000 }).toEqual(said(whole))
    await expect.poll(() => said(reversed), { timeout: 60_000 }).toEqual(said(whole))
  })
})

describe('a platform that misbehaves', () => {
  const recovered = async (
    name: string,
    platform: 'zoom' | 'fireflies' | 'otter',
    fault: Parameters<Pipeline['simulator']['addFault']>[0],
  ) => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting(name)
    hansard.simulator.addMeeting(meeting)
    hansard.simulator.addFault(fault)
    const end = await deliver(tenant, webhooksOf(meeting)[platform])
    expect(end).toMatchObject({ status: 'processed' })
    await expect.poll(() => newestOf(tenant)[0]?.sources.length, { timeout: 60_000 }).toBe(1)
    return hansard.journal.values.filter(({ webhookEventId, status }) => webhookEventId === end.webhookEventId && status === 'retrying')
      .length
  }

  test.each([
    ['answers 503', 'zoom', { endpoint: 'zoom.download', kind: 'unavailable', times: 1 }],
    ['resets the connection', 'fireflies', { endpoint: 'fireflies.graphql', kind: 'reset', times: 1 }],
    ['is not ready', 'fireflies', { endpoint: 'fireflies.graphql', kind: 'live', times: 2 }],
    ['has too many requests', 'fireflies', { endpoint: 'fireflies.graphql', kind: 'rate-limited', retryAfterSeconds: 1, times: 1 }],
  ] as const)('%s: asked again later', async (name, platform, fault) => {
    expect(await recovered(name, platform, fault)).toBe(fault.times)
  })

  test.each([
    ['sends a web page for a transcript', { endpoint: 'zoom.download', kind: 'html', times: 1 }],
    ['has let the download token expire', { endpoint: 'zoom.download', kind: 'expired-download-token' }],
  ] as const)('%s: asked at once with a fresh token', async (name, fault) => {
    expect(await recovered(name, 'zoom', fault)).toBe(0)
  })

  test('refuses for good: failed, with the reason, in the dead letters and in the tables', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('forbidden')
    hansard.simulator.addMeeting(meeting)
    hansard.simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'forbidden' })
    const end = await deliver(tenant, webhooksOf(meeting).fireflies)
    expect(end).toMatchObject({ status: 'failed', stage: 'transcript-processor', details: { deadLetter: 'transcript-processor.dlq' } })
    const row = () =>
      hansard.postgres.query<{ status: string; error_message: string }>(
        'SELECT status, error_message FROM mcp.webhook_events WHERE id = $1',
        [end.webhookEventId],
      )
    await expect.poll(async () => (await row())[0], { timeout: 60_000 }).toMatchObject({ status: 'failed', error_message: end.reason })
    const errors = await hansard.postgres.query('SELECT error_type FROM core.integration_errors WHERE webhook_event_id = $1', [
      end.webhookEventId,
    ])
    expect(errors).toHaveLength(1)
  })

  test('never got a credential that was meant for another host', () => {
    expect(hansard.simulator.offences()).toEqual([])
  })
})

describe('what is not for us', () => {
  test('is answered as ignored, and kept with the reason', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('ended')
    const answer = answerOf(await hansard.post(tenant, zoomMeetingEnded(meeting, { at: Date.now() })))
    expect(answer.status).toBe('ignored')
    const elsewhere = answerOf(await hansard.postShared(tenant, webhooksOf(inventMeeting('stranger', { domain: 'nobody.example' })).zoom))
    expect(elsewhere).toMatchObject({ status: 'ignored', reason: 'Host not associated with any workspace' })
  })

  test('a forged delivery is refused, recorded as a security event, and goes no further', async () => {
    const tenant = await hansard.addTenant()
    const meeting = inventMeeting('forged')
    const forged = await hansard.post({ ...tenant, secrets: { ...tenant.secrets, fireflies: 'guessed' } }, firefliesV1(meeting))
    expect(forged.status).toBe(401)
    expect(forged.headers['content-type']).toContain('application/problem+json')
    const events = () =>
      hansard.postgres.query(
        `SELECT type FROM core.security_events WHERE platform = 'fireflies' AND type = 'webhook.signature_verification_failed'`,
      )
    await expect.poll(events, { timeout: 60_000 }).not.toEqual([])
  })
})

describe('two tenants', () => {
  const toldOf = (tenant: Tenant) => hansard.journal.values.filter(({ webhook }) => webhook?.workspaceId === tenant.workspaceId)

  test('the secret of one opens nothing of the other, whatever host the event names and wherever it is sent', async () => {
    const [own, other] = [await hansard.addTenant(), await hansard.addTenant()]
    const meeting = inventMeeting('of the other', { domain: other.domain })
    hansard.simulator.addMeeting(meeting)
    const { zoom, fireflies, otter } = webhooksOf(meeting)
    const asOther = { ...other, secrets: own.secrets }
    for (const webhook of [zoom, fireflies, otter]) expect((await hansard.post(asOther, webhook)).status).toBe(401)

    // Signed with its own secret: the shared route does not tell whether the host is anybody's.
    const [foreign, nobody] = await Promise.all([
      hansard.postShared(own, zoom),
      hansard.postShared(own, webhooksOf(inventMeeting('of nobody', { domain: 'nobody.example' })).zoom),
    ])
    const { status, body } = nobody
    expect(foreign).toMatchObject({ status, body: body.replace(/"webhook_event_id":"[^"]*"/, '') })
    expect(answerOf(foreign)).toMatchObject({ status: 'ignored', reason: 'Host not associated with any workspace' })

    // On its own URL an event is its own, whoever the host is.
    expect(await deliver(own, zoom)).toMatchObject({ status: 'processed' })
    await expect.poll(() => newestOf(own).length, { timeout: 60_000 }).toBe(1)
    expect([toldOf(other), mergedOf(other)]).toEqual([[], []])
  })

  test('that were in the same meeting have it each for themselves: neither a duplicate, nor a source, nor a word is shared', async () => {
    const tenants = [await hansard.addTenant(), await hansard.addTenant()]
    const meeting = inventMeeting('of both')
    hansard.simulator.addMeeting(meeting)
    const { zoom, fireflies } = webhooksOf(meeting)
    expect(await deliver(tenants[0]!, zoom)).toMatchObject({ status: 'processed' })
    expect(await deliver(tenants[1]!, zoom)).toMatchObject({ status: 'processed' })
    expect(await deliver(tenants[1]!, fireflies)).toMatchObject({ status: 'processed' })
    await expect.poll(() => tenants.map((tenant) => newestOf(tenant)[0]?.sources.length), { timeout: 60_000 }).toEqual([1, 2])
    for (const tenant of tenants) {
      const own = new Set(
        hansard.fetched.values.filter(({ workspaceId }) => workspaceId === tenant.workspaceId).map(({ transcriptId }) => transcriptId),
      )
      const named = mergedOf(tenant).flatMap(({ sources, segments }) => [
        ...sources.map(({ transcriptId }) => transcriptId),
        ...segments.flatMap(({ transcriptId, alternatives }) => [transcriptId, ...alternatives.map((each) => each.transcriptId)]),
      ])
      expect(named.filter((id) => !own.has(id))).toEqual([])
    }
    const meetings = tenants.map((tenant) => new Set(mergedOf(tenant).map(({ meetingId }) => meetingId)))
    expect([...meetings[0]!].filter((id) => meetings[1]!.has(id))).toEqual([])
  })

  test('a flood of one, on a platform that answers slowly, keeps the other waiting for less than a minute', async () => {
    const [loud, quiet] = [await hansard.addTenant(), await hansard.addTenant()]
    const flood = Array.from({ length: 40 }, (_, index) => inventMeeting(`flood ${index}`))
    const meeting = inventMeeting('quiet')
    for (const each of [...flood, meeting]) hansard.simulator.addMeeting(each)
    hansard.simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'slow', ms: 500 })
    const answers = await Promise.all(flood.map((each) => hansard.post(loud, firefliesV1(each))))
    const accepted = answers.filter(({ status }) => status === 200).map((answer) => answerOf(answer).webhook_event_id)
    expect(accepted.length).toBeGreaterThan(30)
    const sentAt = performance.now()
    expect(await deliver(quiet, webhooksOf(meeting).otter)).toMatchObject({ status: 'processed' })
    await expect.poll(() => newestOf(quiet).length, { timeout: 60_000 }).toBe(1)
    expect(performance.now() - sentAt).toBeLessThan(60_000)
    // And the flood is not lost for it.
    for (const id of accepted) expect(await endOf(id)).toMatchObject({ status: 'processed' })
  })
})

describe('a burst over the limit of an integration that wants it deferred', () => {
  const deferredSoFar = async () => {
    const metrics = await (await fetch(`${hansard.app('ingress').health}/metrics`)).text()
    const counts = [...metrics.matchAll(/^webhook_requests_total\{.*status="deferred".*\} (\d+)$/gm)].map(([, count]) => Number(count))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  test('is accepted and comes later, each in its turn; nobody else waits, and it can be seen why', async () => {
    const [busy, other] = [await hansard.addTenant(), await hansard.addTenant()]
    const rows = await hansard.postgres.query<{ id: string }>(
      `SELECT id FROM core.integrations WHERE workspace_id = $1 AND platform = 'zoom'`,
      [busy.workspaceId],
    )
    await changeIntake(hansard.postgres, rows[0]!.id, { overLimit: 'defer', perMinute: 15 })
    // Until the ingress has read that, and the minute is full.
    for (let count = 0; (await deferredSoFar()) === 0; count += 1)
      expect((await hansard.post(busy, zoomMeetingEnded(inventMeeting(`burst ${count}`), { at: Date.now() }))).status).toBe(200)

    const meetings = Array.from({ length: 3 }, (_, index) => inventMeeting(`deferred ${index}`))
    const unhurried = inventMeeting('of another')
    for (const meeting of [...meetings, unhurried]) hansard.simulator.addMeeting(meeting)
    const answers = []
    for (const meeting of meetings) answers.push(answerOf(await hansard.post(busy, webhooksOf(meeting).zoom)))
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
    const otherEnd = await deliver(other, webhooksOf(unhurried).zoom)
    expect(otherEnd).toMatchObject({ status: 'processed' })

    const ends = []
    for (const { webhook_event_id: id } of answers) ends.push(await endOf(id))
    expect(ends.map(({ status }) => status)).toEqual(['processed', 'processed', 'processed'])
    const turns = ends.map((end) => {
      const { webhookEventId: id } = end
      const waits = hansard.journal.values.filter((entry) => entry.webhookEventId === id && entry.status === 'retrying')
      expect(waits).toMatchObject([{ stage: 'verifier', reason: expect.stringContaining('over the limit of 15 deliveries a minute') }])
      const turn = Date.parse(waits[0]!.details['retryAt'] ?? '')
      expect(end.at).toBeGreaterThanOrEqual(turn)
      return turn
    })
    expect(turns).toEqual(turns.toSorted((a, b) => a - b))
    expect(otherEnd.at).toBeLessThan(turns.at(-1)!)
    expect(mergedOf(busy)).toHaveLength(3)

    const where = await runCli(hansard.env, 'where', ends[0]!.webhookEventId!)
    expect(where.code).toBe(0)
    expect(where.out).toContain('over the limit of 15 deliveries a minute')
  })
})

test('the tables say what the journal says of every delivery', async () => {
  const ends = hansard.journal.values.filter(({ status }) => final.has(status))
  expect(ends.length).toBeGreaterThan(100)
  const rows = async () => {
    const found = await hansard.postgres.query<{ id: string; status: string }>('SELECT id, status FROM mcp.webhook_events')
    return new Map(found.map(({ id, status }) => [id, status]))
  }
  const expected = new Map(ends.map(({ webhookEventId, status }) => [webhookEventId!, status]))
  await expect.poll(rows, { timeout: 60_000 }).toEqual(expected)
})
