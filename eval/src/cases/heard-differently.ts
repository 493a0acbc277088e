import { pick } from '@hansard/merger/test/conversation'
import { length, type Meeting } from '../conversation/converse.ts'
import { hear, type Hearing } from '../hearing/hear.ts'
import { byAddress, byDevice, byFirstName, byInitials, byNumber, merged, nobody, swapped, byName } from '../hearing/labels.ts'
import { bareLines, byHand, byHandUntimed, cues, paragraphs, sentences } from '../hearing/styles.ts'
import { apart, between, meetingOf, one, type Case, type Pair, type World } from './case.ts'

const untold = { title: null, participants: [] } as const

/** Two sources of one meeting, each with its own ear. */
const both =
  (a: (world: World, meeting: Meeting) => Hearing, b: (world: World, meeting: Meeting) => Hearing, measures: Pair['measures'] = 'all') =>
  (world: World): Pair => {
    const meeting = meetingOf(world)
    return one(meeting, hear(world.random, meeting, a(world, meeting)), hear(world.random, meeting, b(world, meeting)), { measures })
  }

const misheard = (errors: number): Case => ({
  name: `${errors * 100} % of the words misheard`,
  same: true,
  build: both(
    () => ({ style: cues, errors }),
    () => ({ style: sentences, errors, labels: byNumber, change: { ...untold } }),
  ),
})

const calm = ({ random }: World): Hearing => ({ style: cues, errors: between(random, 0.06, 0.16) })
const ear = ({ random }: World): number => between(random, 0.06, 0.16)

/** Who is called what: the other source has names. */
const labelled = (name: string, labels: (meeting: Meeting) => Hearing['labels'] & {}, change: Hearing['change'] = {}): Case => ({
  name: `speakers: ${name}`,
  same: true,
  build: both(calm, (world, meeting) => ({
    style: pick(world.random, [sentences, paragraphs]),
    errors: ear(world),
    labels: labels(meeting),
    change,
  })),
})

const threeRecognisers: Case = {
  name: 'three recognisers',
  same: true,
  build: (world) => {
    const meeting = meetingOf(world)
    const pair = both(calm, calm)
    const [a, b, c] = [cues, sentences, paragraphs].map((style) =>
      hear(world.random, meeting, { style, errors: ear(world), clockMs: apart(world.random, 0, 20_000) }),
    )
    return a === undefined || b === undefined || c === undefined ? pair(world) : one(meeting, a, b, { others: [c] })
  },
}

export const heardDifferently: readonly Case[] = [
  misheard(0.05),
  misheard(0.15),
  misheard(0.3),
  threeRecognisers,
  {
    name: 'other segmentation: a few words against paragraphs of minutes',
    same: true,
    build: both(
      (world) => ({ style: { ...bareLines, words: 5 }, errors: ear(world), labels: nobody, change: { ...untold } }),
      (world) => ({ style: { ...paragraphs, words: 400 }, errors: ear(world) }),
    ),
  },
  {
    name: 'punctuation and capitals in one, neither in the other',
    same: true,
    build: both(calm, (world) => ({ style: bareLines, errors: ear(world), labels: byNumber })),
  },
  {
    name: 'a person’s transcript against a recogniser’s',
    same: true,
    build: both(
      () => ({ style: byHand, errors: 0.003 }),
      (world) => ({ style: bareLines, errors: between(world.random, 0.08, 0.25), labels: byNumber, change: { ...untold } }),
      'recognising',
    ),
  },
  {
    name: 'a person’s transcript without times',
    same: true,
    build: both(
      () => ({ style: byHandUntimed, errors: 0.003, change: { ...untold } }),
      (world) => ({ style: cues, errors: between(world.random, 0.08, 0.25), labels: byNumber, change: { ...untold } }),
      'recognising',
    ),
  },
  {
    name: 'titles that share nothing, nobody named',
    same: true,
    build: both(
      (world) => ({
        ...calm(world),
        labels: nobody,
        change: { title: `Zoom meeting ${Math.floor(world.random() * 1e9)}`, participants: [] },
      }),
      (world) => ({ style: paragraphs, errors: ear(world), labels: byNumber, change: { title: '15:00 Jour fixe', participants: [] } }),
    ),
  },
  {
    name: 'a few minutes of both',
    same: true,
    build: (world) => {
      const meeting = meetingOf({ ...world, minutes: 3.5 })
      const link = { joinUrl: `https://example.zoom.us/j/${84_000_000_000 + Math.floor(world.random() * 1e9)}` }
      return one(
        meeting,
        hear(world.random, meeting, { style: cues, errors: 0.1, change: link }),
        hear(world.random, meeting, { style: sentences, errors: 0.12, clockMs: apart(world.random, 0, 40_000), change: link }),
      )
    },
  },
  labelled('initials', ({ people }) => byInitials(people)),
  labelled('first names', ({ people }) => byFirstName(people)),
  labelled('e-mail addresses', ({ people }) => byAddress(people)),
  labelled('devices', () => byDevice, { participants: [] }),
  labelled('Speaker 2', () => byNumber, { participants: [] }),
  labelled('two merged under one label', ({ people }) => merged(byName(people))),
  labelled('two swapped for a while', (meeting) =>
    swapped(byName(meeting.people), length(meeting.words) * 0.3, length(meeting.words) * 0.6),
  ),
]
