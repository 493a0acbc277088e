import { pick } from '@hansard/merger/test/conversation'
import { length } from '../conversation/converse.ts'
import { hear, type Hearing } from '../hearing/hear.ts'
import { byNumber } from '../hearing/labels.ts'
import { cues, paragraphs, sentences } from '../hearing/styles.ts'
import { apart, between, hour, meetingOf, one, type Case, type World } from './case.ts'

/** The first source's clock is right and it heard all; the second is off as the case says. */
const off = (name: string, second: (world: World, lengthMs: number) => Partial<Hearing>): Case => ({
  name,
  same: true,
  build: (world) => {
    const meeting = meetingOf(world)
    const { random } = world
    const other = { style: pick(random, [sentences, paragraphs]), errors: between(random, 0.06, 0.18) }
    return one(
      meeting,
      hear(random, meeting, { style: cues, errors: between(random, 0.06, 0.18) }),
      hear(random, meeting, { ...other, ...second(world, length(meeting.words)) }),
    )
  },
})

const minute = 60_000
const untold = { labels: byNumber, change: { title: null, participants: [] } } as const

export const clocksAndCuts: readonly Case[] = [
  off('clocks minutes apart', ({ random }) => ({ clockMs: apart(random, minute, 9 * minute) })),
  off('a clock that drifts', ({ random }) => ({ drift: apart(random, 2, 9) / 1_000, clockMs: apart(random, 0, minute), ...untold })),
  off('a clock naive of its zone', ({ random }) => ({
    clockMs: pick(random, [-8, -5, 1, 2, 5.5, 9]) * hour + apart(random, 0, minute),
    ...untold,
  })),
  off('the time of upload for the start', ({ random }, lengthMs) => ({
    clockMs: lengthMs + between(random, minute, 90 * minute),
    ...untold,
  })),
  off('start not known', () => ({ labels: byNumber, change: { title: null, participants: [], startedAt: null } })),
  off('the first quarter missing', (_, lengthMs) => ({ part: [lengthMs / 4, lengthMs] })),
  off('a few minutes only', ({ random }, lengthMs) => {
    const from = between(random, 0, lengthMs - 3 * minute)
    return { part: [from, from + between(random, 2, 3) * minute], ...untold }
  }),
  off('paused and resumed', (_, lengthMs) => ({ paused: [lengthMs * 0.4, lengthMs * 0.55] })),
  {
    name: 'split and resumed: one half against the whole',
    same: true,
    build: (world) => {
      const { random } = world
      const meeting = meetingOf(world)
      const all = length(meeting.words)
      const parts = [
        [0, all * 0.45],
        [all * 0.52, all],
      ] as const
      const [first, second] = parts.map((part) => hear(random, meeting, { style: cues, errors: 0.1, part: [...part] }))
      const whole = hear(random, meeting, { style: sentences, errors: 0.12, clockMs: apart(random, 0, 2 * minute), ...untold })
      const [chosen, other] = random() < 0.5 ? [first, second] : [second, first]
      return one(meeting, chosen ?? whole, whole, { others: other === undefined ? [] : [other] })
    },
  },
]
