import { describe, expect, it } from 'vitest'
import type { PlatformEvent } from '@hansard/platforms/platform'
import { testPlatform } from '@hansard/platforms/test-platform'
import { eventTypeLabel, isStorable, refusedAnswer, storedAnswer, type Refused, type Storable } from './answer.ts'

const event: PlatformEvent = {
  eventType: 'meeting.ended',
  externalId: 'account/uuid',
  aliases: [],
  answerId: 84512007731,
  hostEmails: [],
  subject: '',
  revision: 'r',
  occurredAt: null,
  content: () => ({}),
  payload: () => ({}),
}
const accepted: Storable = { kind: 'event', event, workspaceId: 'w', integrationId: 'i', secretIds: [] }
const unhandled: Storable = {
  kind: 'ignored',
  eventType: 'meeting.started',
  reason: 'Unsupported event type: meeting.started',
  payload: () => ({}),
}
const hostless: Storable = {
  kind: 'ignored',
  eventType: 'meeting.ended',
  reason: 'Host not associated with any workspace',
  payload: () => ({}),
  event,
}

describe('what a platform is told', () => {
  it.each([
    ['accepted', accepted, false, { status: 'accepted', meeting_id: 84512007731, webhook_event_id: 'id' }],
    ['duplicate', accepted, true, { status: 'duplicate', meeting_id: 84512007731, webhook_event_id: 'id' }],
    ['ignored', unhandled, false, { status: 'ignored', reason: 'Unsupported event type: meeting.started' }],
    ['ignored', hostless, true, { status: 'ignored', reason: 'Host not associated with any workspace' }],
  ] as const)('of a durable delivery that is %s', (status, recognition, seen, body) => {
    expect(isStorable(recognition)).toBe(true)
    expect(storedAnswer(testPlatform, recognition, 'id', { seen, deferred: false })).toEqual({ status, body })
  })

  it.each([
    [{ kind: 'missing', detail: 'header is missing' }, 'bad_request', 400, 'header is missing'],
    [{ kind: 'invalid', reason: 'not JSON' }, 'bad_request', 400, 'not JSON'],
    [{ kind: 'forged', problem: 'signature', detail: 'does not match' }, 'signature_failed', 401, 'does not match'],
    [{ kind: 'forged', problem: 'timestamp', detail: 'too old' }, 'signature_failed', 401, 'too old'],
    [{ kind: 'unavailable', detail: 'no secret' }, 'unavailable', 503, 'no secret'],
  ] as const)('of a delivery that is not stored: %j', (recognition: Refused, status, code, detail) => {
    expect(isStorable(recognition)).toBe(false)
    expect(refusedAnswer(recognition)).toMatchObject({ status, problem: { status: code, detail } })
  })

  it('always with Retry-After when the fault is ours', () => {
    expect(refusedAnswer({ kind: 'unavailable', detail: 'no secret' })).toMatchObject({ problem: { headers: { 'retry-after': '5' } } })
  })

  it('in a handshake: exactly what the platform computes', () => {
    const answer = { plainToken: 'p', encryptedToken: 'e' }
    expect(refusedAnswer({ kind: 'challenge', answer })).toEqual({ status: 'challenge', body: answer })
  })
})

describe('the label event_type', () => {
  it('names only events the platform is known to send', () => {
    expect(eventTypeLabel(testPlatform, accepted)).toBe('meeting.ended')
    expect(eventTypeLabel(testPlatform, hostless)).toBe('meeting.ended')
    expect(eventTypeLabel(testPlatform, unhandled)).toBe('unknown')
    expect(eventTypeLabel(testPlatform, { kind: 'missing', detail: '' })).toBe('unknown')
    expect(eventTypeLabel(testPlatform, undefined)).toBe('unknown')
  })
})
