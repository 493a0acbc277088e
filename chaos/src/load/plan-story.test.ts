import { describe, expect, test } from 'vitest'
import { hashOf } from './sender.ts'
import { planStory } from './plan-story.ts'
import type { DeliveryKind } from './story.ts'

const story = (seed: string) => planStory({ seed, at: 1_800_000_000_000, startedAt: 1_700_000_000_000, simulator: 'http://127.0.0.1:1' })
const many = Array.from({ length: 300 }, (_, number) => story(`s-${number}`))

test('the same seed tells the same story', () => {
  expect(story('x')).toEqual(story('x'))
  expect(story('x')).not.toEqual(story('y'))
})

test('every delivery is of one of the story’s events, and every event is delivered', () => {
  for (const { deliveries, events } of many) {
    expect(new Set(deliveries.map(({ eventKey }) => eventKey))).toEqual(new Set(events.map(({ key }) => key)))
  }
})

describe('among many stories', () => {
  const kinds = Map.groupBy(
    many.flatMap(({ deliveries }) => deliveries),
    ({ kind }) => kind,
  )
  test.each(['first', 'same bytes', 'same meaning', 'late copy', 'ignored', 'poison', 'forged'] as const)('there is a %s', (kind) => {
    expect(kinds.get(kind)?.length ?? 0).toBeGreaterThan(3)
  })

  test('a copy of the same meaning often has other bytes, and of the same bytes never', () => {
    const differing = (kind: DeliveryKind) =>
      many.flatMap(({ deliveries }) =>
        deliveries.filter((delivery) => {
          const first = deliveries.find((other) => other.kind === 'first' && other.eventKey === delivery.eventKey)
          return delivery.kind === kind && delivery.webhook.body !== first?.webhook.body
        }),
      )
    expect(differing('same bytes')).toEqual([])
    expect(differing('same meaning').length).toBeGreaterThan(20)
  })

  test('a body is of one event alone', () => {
    const owner = new Map<string, string>()
    for (const { deliveries } of many) {
      for (const { eventKey, webhook } of deliveries) {
        const hash = hashOf(webhook.body)
        expect(owner.get(hash) ?? eventKey).toBe(eventKey)
        owner.set(hash, eventKey)
      }
    }
  })
})
