import { assert, property, string, uint8Array } from 'fast-check'
import { expect, it } from 'vitest'
import { cluesFrom, textAfter } from './clues.ts'
import { createPlatforms, platformConfig } from './platforms.ts'
import { z } from 'zod'

const platforms = createPlatforms(z.object(platformConfig).parse({}))

it.each([
  [
    'zoom',
    { payload: { account_id: 'Acc_1', object: { host_email: ' Ann@A.example ' } } },
    { accounts: ['Acc_1'], emails: ['ann@a.example'] },
  ],
  ['fireflies', { meeting: { organizer_email: 'ann@a.example' } }, { accounts: [], emails: ['ann@a.example'] }],
  ['otter', { speech: { owner_email: 'ann@a.example' } }, { accounts: [], emails: ['ann@a.example'] }],
  ['otter', { data: { owner: { name: 'Ann', email: 'ann@a.example' } } }, { accounts: [], emails: ['ann@a.example'] }],
])('a body of %s tells whose it seems to be: %j', (name, body, clues) => {
  expect(platforms.get(name)?.clues?.(Buffer.from(JSON.stringify(body, null, 2)))).toEqual(clues)
})

it('reads what JSON writes without escapes, and is silent about the rest', () => {
  assert(
    property(string({ minLength: 1, maxLength: 50 }), (text) => {
      const read = textAfter(Buffer.from(JSON.stringify({ other: 1, name: text })), 'name')
      return read === undefined ? JSON.stringify(text) !== `"${text}"` : read === text
    }),
  )
})

it('never throws, whatever the bytes are', () => {
  assert(property(uint8Array(), (bytes) => cluesFrom(Buffer.from(bytes), { accounts: ['a'], emails: ['b'] }).accounts.length <= 1))
})

it('looks at few places, and stays linear where a name comes again and again', () => {
  const body = Buffer.alloc(1_048_576, '"name":1,')
  const since = performance.now()
  for (let times = 0; times < 20; times += 1) expect(textAfter(body, 'name')).toBeUndefined()
  expect(performance.now() - since).toBeLessThan(1_000)
})
