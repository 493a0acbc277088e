import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesAgree, plainName, realName } from './names.ts'
import { joinPeople, type Person } from './people.ts'

const named = (name: string): Person => ({ name, email: null })
const addressed = (email: string): Person => ({ name: null, email })
const joinedNames = (mentions: readonly Person[]) => joinPeople(mentions).map(({ name, email }) => ({ name, email }))

test.each([
  'Speaker 2',
  'speaker_A',
  'Unknown Speaker',
  'Participant',
  'Sprecher 1',
  '说话人 1',
  'iPhone',
  'Conference Room',
  '',
  '42',
  'a@b.example',
])('takes %j for no name', (label) => expect(realName(label)).toBeNull())

test.each(['Nadia Haddad', '李梅', 'Speakman', 'Mei'])('takes %j for a name', (label) => expect(realName(label)).toBe(label))

test('leaves out what stands in brackets behind a name', () => {
  expect(plainName('Tomás Ribeiro (he/him)')).toBe('Tomás Ribeiro')
})

test('names agree when one is a shorter form of the other', () => {
  expect(namesAgree('Nadia', 'Nadia Haddad')).toBe(true)
  expect(namesAgree('N. Haddad', 'Nadia Haddad')).toBe(true)
  expect(namesAgree('HADDAD, Nadia', 'nadia haddad')).toBe(true)
  expect(namesAgree('Nadia Ruiz', 'Nadia Haddad')).toBe(false)
  expect(namesAgree('N', 'Nadia Haddad')).toBe(false)
})

test('joins what several sources know of one person', () => {
  expect(
    joinedNames([
      addressed('tomas@northwind.example'),
      named('Tomás'),
      named('Tomás Ribeiro (he/him)'),
      { name: 'Nadia', email: 'nh@x.example' },
    ]),
  ).toEqual([
    { name: 'Tomás Ribeiro', email: 'tomas@northwind.example' },
    { name: 'Nadia', email: 'nh@x.example' },
  ])
})

test('two people of one first name stay two, and a first name alone adds nobody', () => {
  const people = joinedNames([named('Nadia Haddad'), named('Nadia Ruiz'), named('Nadia'), named('Speaker 1')])
  expect(people.map(({ name }) => name)).toEqual(['Nadia Haddad', 'Nadia Ruiz'])
})

test('every address is kept, and the order of the mentions does not matter', () => {
  const mention = fc.record({
    name: fc.constantFrom(null, 'Nadia', 'Nadia Haddad', 'Tomás', 'Tomás Ribeiro', 'Speaker 1', 'N. Haddad'),
    email: fc.constantFrom(null, 'nadia@a.example', 'n.haddad@a.example', 'tomas@a.example'),
  })
  fc.assert(
    fc.property(fc.array(mention, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (mentions, keys) => {
      const shuffled = mentions.map((each) => ({ each, key: keys.next().value ?? 0 })).toSorted((x, y) => x.key - y.key)
      const joined = joinedNames(mentions)
      expect(joinedNames(shuffled.map(({ each }) => each))).toEqual(joined)
      const addresses = new Set(mentions.flatMap(({ email }) => email ?? []))
      expect(new Set(joined.flatMap(({ email }) => email ?? []))).toEqual(addresses)
    }),
  )
})
