import { pick, type Random } from '@hansard/merger/test/conversation'
import type { Bank } from '../language/bank.ts'
import type { Kind } from './kinds.ts'
import { hesitant, sentence, tokensOf, topicOf, type Token, type Topic } from './sentence.ts'

export interface Spoken extends Token {
  /** Milliseconds since the meeting began. */
  readonly ms: number
  /** Index into the people; an operator, who is nobody of them, is -1. */
  readonly person: number
  /** Begins a sentence. */
  readonly opens: boolean
}

/** A meeting as it was, before any recogniser heard it. */
export interface Meeting {
  readonly bank: Bank
  readonly kind: Kind
  readonly people: readonly string[]
  readonly topic: Topic
  readonly title: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly words: readonly Spoken[]
}

export interface Plan {
  readonly bank: Bank
  readonly kind: Kind
  readonly minutes: number
  readonly startedAt: number
  readonly people?: readonly string[]
  readonly title?: string
  /** Said first by everybody who follows the same template. */
  readonly opening?: readonly (readonly Token[])[]
}

export const length = (words: readonly Spoken[]): number => (words.at(-1)?.ms ?? 0) + 500

const between = (random: Random, [least, most]: readonly [number, number]): number => least + Math.floor(random() * (most - least + 1))

const gathered = (random: Random, { people }: Bank, kind: Kind): readonly string[] =>
  people
    .map((name) => ({ name, key: random() }))
    .toSorted((x, y) => x.key - y.key)
    .slice(0, between(random, kind.people))
    .map(({ name }) => name)

/** Puts words on the clock, at a pace of the person's own. */
export const clock = (random: Random, bank: Bank, fromMs: number) => {
  let ms = fromMs
  const paces = new Map<number, number>()
  return {
    now: () => ms,
    pause: (atMost: number) => {
      ms += random() * atMost
    },
    say: (tokens: readonly Token[], person: number): readonly Spoken[] => {
      const pace = paces.get(person) ?? 0.85 + random() * 0.35
      paces.set(person, pace)
      return tokens.map((token, index): Spoken => {
        const spoken = { ...token, ms: Math.round(ms), person, opens: index === 0 }
        ms += pace * (bank.joiner === '' ? 190 * token.text.length : 150 + 42 * token.text.length) * (0.8 + random() * 0.4)
        return spoken
      })
    },
  }
}

/** The same for the same random numbers. */
export const converse = (random: Random, plan: Plan): Meeting => {
  const { bank, kind } = plan
  const people = plan.people ?? gathered(random, bank, kind)
  const topic = topicOf(random, bank)
  const voice = clock(random, bank, 1_500)
  const words: Spoken[] = []
  const say = (tokens: readonly Token[], person: number, pauseMs: number): void => {
    for (const word of voice.say(tokens, person)) words.push(word)
    voice.pause(pauseMs)
  }
  const opening = plan.opening ?? (kind.scripted ? bank.script.map((line) => tokensOf(line, bank)) : [])
  for (const line of opening) say(line, kind.scripted ? -1 : 0, 600)
  while (voice.now() < plan.minutes * 60_000) {
    const person = random() < kind.lead ? 0 : Math.floor(random() * people.length)
    if (random() < kind.short) say(tokensOf(pick(random, bank.short), bank), person, 700)
    else
      for (let left = between(random, kind.turn); left > 0; left--)
        say(hesitant(random, bank, sentence(random, bank, topic, people)), person, 500)
    voice.pause(1_600)
  }
  return { bank, kind, people, topic, title: plan.title ?? pick(random, bank.titles), startedAt: plan.startedAt, words }
}

/** The same talk given again: most sentences come back in nearly the same words, at another pace, and the questions are others. */
export const retell = (random: Random, talk: Meeting, plan: Pick<Plan, 'startedAt'> & { readonly people: readonly string[] }): Meeting => {
  const { bank, topic, kind } = talk
  const voice = clock(random, bank, 4_000 * random())
  const words: Spoken[] = []
  const talkEnds = length(talk.words) * 0.75
  let current: Token[] = []
  const finish = (): void => {
    const changed = random() < 0.06 ? sentence(random, bank, topic, plan.people) : current.filter(({ disfluent }) => !disfluent)
    for (const word of voice.say(hesitant(random, bank, changed), 0)) words.push(word)
    voice.pause(900)
    current = []
  }
  for (const word of talk.words) {
    if (word.ms > talkEnds) break
    if (word.person !== 0) continue
    if (word.opens && current.length > 0) finish()
    current.push(word)
  }
  if (current.length > 0) finish()
  while (voice.now() < length(talk.words)) {
    const person = random() < 0.5 ? 0 : Math.floor(random() * plan.people.length)
    for (const word of voice.say(hesitant(random, bank, sentence(random, bank, topic, plan.people)), person)) words.push(word)
    voice.pause(1_200)
  }
  return { bank, kind, topic, people: plan.people, title: talk.title, startedAt: plan.startedAt, words }
}
