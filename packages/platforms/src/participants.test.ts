import { expect, test } from 'vitest'
import { distinctParticipants } from './participants.ts'

test('counts a person once: by e-mail, else by name, and not by name beside an e-mail', () => {
  const people = [
    { name: null, email: 'ines@halden.example' },
    { name: 'Inès Aubert', email: 'ines@halden.example' },
    { name: 'Inès', email: 'ines@halden.example' },
    { name: 'Inès Aubert', email: null },
    { name: 'Søren Lind', email: null },
    { name: 'Søren Lind', email: null },
    { name: null, email: null },
  ]
  expect(distinctParticipants(people)).toEqual([
    { name: 'Inès Aubert', email: 'ines@halden.example' },
    { name: 'Søren Lind', email: null },
  ])
})

test('keeps people of one name and different addresses apart', () => {
  const people = ['a@x.example', 'b@x.example'].map((email) => ({ name: 'Kim', email }))
  expect(distinctParticipants(people)).toEqual(people)
})
