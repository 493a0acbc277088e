import { describe, expect, test } from 'vitest'
import { readOtterEvent } from './events.ts'
import { conversationCompleted, speech, speechCreated, workspace } from './fixtures.ts'

const read = (body: string | object) => readOtterEvent(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
const eventIn = (body: string | object) => {
  const reading = read(body)
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  return { ...reading.event, content: reading.event.content() }
}

const conversation = {
  eventType: 'conversation_completed',
  externalId: 'Hm7vRt24',
  answerId: 'Hm7vRt24',
  hostEmails: ['ines@halden.example'],
  content: {
    id: 'Hm7vRt24',
    title: 'Catalogue sync',
    createdAt: Date.parse('2026-09-14T15:00:31Z'),
    durationMs: null,
    partial: null,
    joinUrl: 'https://example.zoom.us/j/85930046217',
    people: [
      { name: 'Inès Aubert', email: 'ines@halden.example' },
      { name: 'Søren Lind', email: 'soren@halden.example' },
    ],
  },
}

test('reads the workspace webhook', () => {
  const event = eventIn(conversationCompleted)
  expect(event).toMatchObject({ ...conversation, occurredAt: Date.parse('2026-09-14T15:52:47.096Z') })
  expect(event.content).toMatchObject({ transcript: expect.stringContaining('Inès Aubert  00:12') })
  expect(event.secret).toBeUndefined()
})

test('reads the conversation at the top level, as the older envelope has it', () => {
  expect(eventIn(workspace().data)).toMatchObject({ ...conversation, occurredAt: null })
})

test('finds the transcript inside the conversation and beside it', () => {
  const beside = workspace((value) => {
    value.relationships = value.data.relationships
    delete value.data.relationships
  })
  expect(eventIn(beside).content).toEqual(eventIn(conversationCompleted).content)
})

test.each([
  ['conversation.completed', 'conversation_completed'],
  ['Conversation_Completed', 'conversation_completed'],
  ['conversation.shared', 'conversation_shared'],
])('takes the event %s for %s', (name, eventType) => {
  expect(eventIn(workspace((value) => (value.meta.webhook.event = name))).eventType).toBe(eventType)
})

test('reads numeric ids and missing guests', () => {
  const body = workspace((value) => {
    Object.assign(value.data, { id: 4711, calendar_guests: null, owner: null })
  })
  expect(eventIn(body)).toMatchObject({ externalId: '4711', answerId: 4711, hostEmails: [], content: { people: [] } })
})

test.each([undefined, null, { content: null }, {}])('a transcript that is absent (%j) is told apart from an empty one', (transcript) => {
  const body = workspace((value) => (value.data.relationships = { transcript } as never))
  expect(eventIn(body).content).toMatchObject({ transcript: null })
})

test('reads the specification’s speech', () => {
  expect(eventIn(speechCreated)).toMatchObject({
    eventType: 'speech.created',
    externalId: 'Hm7vRt24',
    hostEmails: ['ines@halden.example'],
    content: { durationMs: 2_728_000, partial: null, transcript: expect.stringContaining('autumn catalogue') },
  })
})

test.each([
  ['processing', 'processing'],
  ['In_Progress', 'in_progress'],
  ['completed', null],
  ['Complete', null],
  ['finished', null],
  [undefined, null],
])('a speech that is %j is partial: %j', (status, partial) => {
  expect(eventIn(speech('speech.updated', { status })).content).toMatchObject({ partial })
})

describe('the revision', () => {
  const { revision } = eventIn(conversationCompleted)
  test('is that of the delivery sent again, which only says another time', () => {
    const again = workspace((value) => (value.meta.retrieved_at = '2026-09-14T15:57:00+00:00'))
    expect(eventIn(again).revision).toBe(revision)
  })
  test('is another when the words, or how far it is, change', () => {
    const edited = workspace((value) => (value.data.relationships!.transcript!.content = 'Inès Aubert  00:12 \n Edited.\n'))
    expect(eventIn(edited).revision).not.toBe(revision)
    const partial = eventIn(speech('speech.updated', { status: 'processing' })).revision
    expect(partial).not.toBe(eventIn(speech('speech.updated')).revision)
  })
})

test('keeps the webhook’s own address and what was said out of the payload', () => {
  for (const body of [conversationCompleted, speechCreated]) {
    const text = JSON.stringify(eventIn(body).payload())
    expect(text).not.toMatch(/webhooks\/otter|https:|autumn catalogue\?/)
    expect(text).toMatch(/\[\d+ characters\]/)
  }
})

test.each([
  [{ event: 'speech.created' }, 'speech is missing'],
  [{ event: 'speech.created', speech: null }, 'speech is missing'],
  [{ event: 'speech.created', speech: {} }, 'speech.id is missing'],
  [{ event: 'speech.created', speech: { id: [] } }, 'speech.id is missing'],
  [{ event: 'speech.created', speech: { id: true } }, 'speech.id is not valid'],
  [{ event: 'speech.created', speech: 'x' }, 'speech is not valid'],
  [{ speech: { id: 'x' } }, 'event is missing'],
  [{ meta: { webhook: { event: 'conversation_completed' } }, data: {} }, 'data.id is missing'],
  [{}, 'id is missing'],
  [7, 'the body must be a JSON object'],
])('refuses %j: %s', (body, reason) => {
  expect(read(body as object)).toEqual({ kind: 'invalid', reason })
})

test.each(['folder.created', '__proto__', 'constructor'])('ignores the event %s', (event) => {
  expect(read({ event, data: { id: 'x' } })).toMatchObject({ kind: 'ignored', reason: `Unsupported event type: ${event}` })
})
