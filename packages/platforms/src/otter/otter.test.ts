import { expect, test } from 'vitest'
import { conversationCompleted, type Workspace, workspace } from './fixtures.ts'
import { createOtter } from './otter.ts'

const otter = createOtter({ apiUrl: 'https://otter.example' })
const of = (text: string) => {
  const body = Buffer.from(text)
  const reading = otter.readEvent(body)
  const delivery = { headers: {}, body, receivedAt: 0, byIntegrationUrl: true }
  return otter.deliveryId(delivery, reading.kind === 'event' ? reading.event : undefined)
}
const id = (change?: (value: Workspace) => void) => of(JSON.stringify(workspace(change)))

test('a retry is the same delivery although its body says another time', () => {
  expect(id((value) => (value.meta.retrieved_at = '2026-09-14T16:10:00+00:00'))).toBe(id())
})

test('the same conversation is another delivery from another source, as another event, and with other words', () => {
  const ids = [
    id(),
    id((value) => (value.meta.webhook.source.id = 'c10')),
    id((value) => (value.meta.webhook.source.id = 10)),
    id((value) => (value.meta.webhook.event = 'conversation_shared')),
    id((value) => (value.data.relationships!.transcript!.content = 'Sam  00:01\nOther.')),
  ]
  expect(new Set(ids).size).toBe(ids.length)
})

test('what cannot be read is named by its bytes', () => {
  expect(of('rubbish')).toMatch(/^[0-9a-f]{64}$/)
  expect(of('rubbish')).not.toBe(of('other rubbish'))
  expect(of(conversationCompleted)).toBe(id())
})
