import { expect, test } from 'vitest'
import { keptOf, keys } from './kept.ts'
import { createPlatforms, platformConfig } from './platforms.ts'
import { withoutSecrets } from './scrub.ts'
import { z } from 'zod'

const known = keys('event object topic files id')

test('what is known is kept, of everything else only what it is', () => {
  const payload = {
    event: 'a',
    object: { topic: 'Weekly', files: [{ id: 1, hush: 'hush-1' }], hush: ['hush-2'], hushed: { a: 'hush-3' }, none: null, yes: true },
    download_token: 'hush-4',
  }
  expect(keptOf(payload, known)).toEqual({
    event: 'a',
    object: {
      topic: 'Weekly',
      files: [{ id: 1, hush: '[not kept: text of 6 characters]' }],
      hush: '[not kept: list of 1]',
      hushed: '[not kept: object of 1 fields]',
      none: null,
      yes: '[not kept: boolean]',
    },
    download_token: '[removed]',
  })
})

test('is no longer than people read, whatever came', () => {
  const payload = { event: 'x'.repeat(10_000), files: Array.from({ length: 5_000 }, (_, id) => ({ id })), ['y'.repeat(5_000)]: 1 }
  const kept = keptOf({ ...payload, ...Object.fromEntries(payload.files.map(({ id }) => [`k${id}`, id])) }, known)
  expect(JSON.stringify(kept).length).toBeLessThan(10_000)
  expect(kept).toMatchObject({ event: 'x'.repeat(500), '…': expect.stringContaining('more]') })
})

test.each([
  'Weekly – Passcode: 4Fz!9q',
  'Weekly, password=4Fz!9q',
  'Weekly (Kenncode: 4Fz!9q',
  'https://example.zoom.us/j/859?pwd=4Fz!9q',
  '会议 密码：4Fz!9q',
])('a passcode leaves the title %j', (title) => {
  expect(withoutSecrets(title)).not.toContain('4Fz!9q')
  expect(withoutSecrets(title)).toContain(title.slice(0, 2))
})

test('words about passwords stay', () => {
  for (const title of ['Password policy review', 'Passcode rollout: week 3', 'Pin the release', 'Passwords: what next?'])
    expect(withoutSecrets(title)).toBe(title)
})

test('a secret under a key that nobody knows reaches the journal on no platform', () => {
  const bodies: Readonly<Record<string, object>> = {
    zoom: {
      event: 'recording.completed',
      payload: { object: { uuid: 'u', topic: 'T, passcode: 1234', hush: 'hush', deep: { key: 'hush' } } },
    },
    fireflies: { event: 'meeting.transcribed', meeting_id: 'm', hush: 'hush', meeting: { hush: 'hush' } },
    otter: { data: { id: 'o', title: 'T', hush: ['hush'], owner: { name: 'Ann', hush: 'hush' } } },
  }
  for (const platform of createPlatforms(z.object(platformConfig).parse({})).values()) {
    for (const body of [bodies[platform.name], { ...bodies[platform.name], event: 'something.else' }]) {
      const reading = platform.readEvent(Buffer.from(JSON.stringify(body)))
      const payload = reading.kind === 'event' ? reading.event.payload() : reading.kind === 'ignored' ? reading.payload() : undefined
      expect(payload).toBeDefined()
      expect(JSON.stringify(payload)).not.toMatch(/"hush"(?!:)|1234/)
    }
  }
})
