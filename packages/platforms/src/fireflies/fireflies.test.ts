import { expect, test } from 'vitest'
import { createFireflies } from './fireflies.ts'
import { meetingTranscribed } from './fixtures.ts'

const fireflies = createFireflies({ apiUrl: 'https://fireflies.example' })
const delivery = (headers: Record<string, string>) => ({
  headers,
  body: Buffer.from(meetingTranscribed),
  receivedAt: 0,
  byIntegrationUrl: true,
})

test('a delivery is named by the id that Fireflies sends, else by its body', () => {
  expect(fireflies.deliveryId(delivery({ 'x-webhook-delivery-id': '6a6386da809e722891c7b923' }), undefined)).toBe(
    '6a6386da809e722891c7b923',
  )
  expect(fireflies.deliveryId(delivery({}), undefined)).toMatch(/^[0-9a-f]{64}$/)
  expect(fireflies.deliveryId(delivery({ 'x-webhook-delivery-id': '../..' }), undefined)).toBe(
    fireflies.deliveryId(delivery({}), undefined),
  )
})

test('needs an API key to fetch with', () => {
  expect(fireflies.credentials.safeParse({ apiKey: 'k' }).success).toBe(true)
  expect(fireflies.credentials.safeParse({ apiKey: '' }).success).toBe(false)
})
