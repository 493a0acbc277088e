import { pick } from '@hansard/merger/test/conversation'
import { converse, length, retell, type Meeting } from '../conversation/converse.ts'
import { interview, oneToOne, presentation, standUp } from '../conversation/kinds.ts'
import { sentence, tokensOf, topicOf, type Token } from '../conversation/sentence.ts'
import { hear, type Heard, type Hearing } from '../hearing/hear.ts'
import { byNumber } from '../hearing/labels.ts'
import { cues, paragraphs, sentences } from '../hearing/styles.ts'
import { apart, between, hour, meetingOf, two, type Case, type World } from './case.ts'

const minute = 60_000

const heardBy = (world: World, meeting: Meeting, hearing: Partial<Hearing>): Heard =>
  hear(world.random, meeting, { style: cues, errors: between(world.random, 0.05, 0.15), ...hearing })

const room = (world: World): { readonly joinUrl: string } => ({
  joinUrl: `https://example.zoom.us/j/${84_000_000_000 + Math.floor(world.random() * 1e9)}`,
})

/** Two meetings of the same people, title and room, the second starting so much later. */
const again = (name: string, laterMs: (world: World, first: Meeting) => number): Case => ({
  name,
  same: false,
  build: (world) => {
    const first = meetingOf(world)
    const second = meetingOf(world, { people: first.people, title: first.title, startedAt: first.startedAt + laterMs(world, first) })
    const change = room(world)
    return two(heardBy(world, first, { change }), heardBy(world, second, { style: pick(world.random, [sentences, paragraphs]), change }))
  },
})

/** Both begin with the same words, read aloud, and go on about other things. */
const sameBeginning = (name: string, opening: (world: World) => readonly (readonly Token[])[], part: (world: World) => number): Case => ({
  name,
  same: false,
  build: (world) => {
    const words = opening(world)
    const [first, second] = [meetingOf(world, { opening: words }), meetingOf(world, { opening: words })]
    const later = { ...second, startedAt: first.startedAt + pick(world.random, [0, 0, 30 * minute]) }
    const most = part(world)
    const untold = { labels: byNumber, change: { title: null, participants: [] } }
    return two(
      heardBy(world, first, { ...untold, part: [0, length(first.words)] }),
      heardBy(world, later, { style: sentences, ...untold, part: [0, Math.min(most, length(second.words))] }),
    )
  },
})

const script = ({ bank }: World) => bank.script.map((line) => tokensOf(line, bank))

/** A template that a team fills in every day: most of each sentence is the same. */
const template = (world: World): readonly (readonly Token[])[] => {
  const topic = topicOf(world.random, world.bank)
  return Array.from({ length: 14 }, () => sentence(world.random, world.bank, topic, world.bank.people))
}

const noise = (world: World): Heard => {
  const phrase = pick(world.random, world.bank.short)
  const meeting = meetingOf({ ...world, minutes: 20 })
  const segments = Array.from({ length: 60 + Math.floor(world.random() * 80) }, (_, index) => ({
    startMs: index * 9_000,
    endMs: index * 9_000 + 2_000,
    speaker: null,
    text: phrase,
    rawText: null,
  }))
  const heard = heardBy(world, meeting, {})
  return {
    ...heard,
    transcript: { ...heard.transcript, startedAt: Date.UTC(2026, 8, 14, 15), segments: world.random() < 0.3 ? [] : segments },
  }
}

export const twoMeetings: readonly Case[] = [
  again('consecutive occurrences of a recurring meeting', ({ random }) => pick(random, [23.9, 24, 2, 4]) * hour),
  again('back to back in one room', (_, first) => length(first.words) + minute),
  again('at the same time in one room, by wrong clocks', () => 0),
  {
    name: 'parallel breakouts of one event',
    same: false,
    build: (world) => {
      const first = meetingOf(world)
      const second = { ...meetingOf(world, { title: first.title, startedAt: first.startedAt }), people: first.people }
      const change = { title: first.title, ...room(world) }
      return two(
        heardBy(world, first, { change }),
        heardBy(world, second, { style: sentences, clockMs: apart(world.random, 0, minute), change }),
      )
    },
  },
  {
    name: 'one presentation given twice',
    same: false,
    build: (world) => {
      const talk = meetingOf({ ...world, kind: presentation })
      const people = [talk.people[0] ?? '', ...world.bank.people.filter((name) => !talk.people.includes(name)).slice(0, 3)]
      const second = retell(world.random, talk, { startedAt: talk.startedAt + pick(world.random, [1, 2, 3, 5, 20]) * hour, people })
      const quiet = world.random() < 0.5 ? {} : { labels: byNumber, change: { title: null, participants: [] } }
      return two(heardBy(world, talk, quiet), heardBy(world, second, { style: pick(world.random, [sentences, paragraphs]), ...quiet }))
    },
  },
  {
    name: 'templated stand-ups of one team',
    same: false,
    build: (world) => {
      const daily = { ...world, kind: standUp, minutes: 10 }
      const opening = template(daily)
      const first = meetingOf(daily, { opening })
      const second = meetingOf(daily, { opening, people: first.people, title: first.title, startedAt: first.startedAt + 23.75 * hour })
      const change = room(world)
      return two(heardBy(world, first, { change }), heardBy(world, second, { style: sentences, change }))
    },
  },
  sameBeginning('calls that open with the same operator script', script, () => Number.POSITIVE_INFINITY),
  sameBeginning('calls of one script, one cut off after two minutes', script, ({ random }) => between(random, 1.2, 2.5) * minute),
  {
    name: 'one interviewer, one list of questions, two candidates',
    same: false,
    build: (world) => {
      const asked = { ...world, kind: interview }
      const questions = template(asked)
      const [lead = ''] = world.bank.people
      const first = converse(world.random, {
        ...asked,
        startedAt: Date.UTC(2026, 8, 14, 9),
        people: [lead, world.bank.people[1] ?? ''],
        opening: questions,
      })
      const second = converse(world.random, {
        ...asked,
        startedAt: first.startedAt + hour,
        people: [lead, world.bank.people[2] ?? ''],
        opening: questions,
      })
      return two(heardBy(world, first, {}), heardBy(world, second, { style: sentences, change: { title: first.title } }))
    },
  },
  {
    name: 'meetings under a minute',
    same: false,
    build: (world) => {
      const short = { ...world, kind: oneToOne, minutes: 0.5 }
      const first = meetingOf(short)
      const second = meetingOf(short, {
        people: first.people,
        title: first.title,
        startedAt: first.startedAt + pick(world.random, [0, 2 * minute]),
      })
      const change = room(world)
      return two(heardBy(world, first, { change }), heardBy(world, second, { style: sentences, change }))
    },
  },
  { name: 'silent or hallucinated transcripts', same: false, build: (world) => two(noise(world), noise(world)) },
  {
    name: 'the date wrong by a year',
    same: false,
    build: (world) => {
      const meeting = meetingOf(world)
      return two(heardBy(world, meeting, {}), heardBy(world, meeting, { style: sentences, clockMs: 365 * 24 * hour }))
    },
  },
]
