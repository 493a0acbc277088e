/** Invented conversations, the same for the same seed: who says what and when, before any recogniser hears it. */

export type Random = () => number

/** Mulberry32: small, and good enough for tests. */
export const seeded = (seed: number): Random => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

export interface SpokenWord {
  readonly text: string
  readonly ms: number
  readonly speaker: string
}

export interface Conversation {
  readonly words: readonly SpokenWord[]
  readonly people: readonly string[]
  /** Epoch milliseconds. */
  readonly startedAt: number
}

const syllables = 'ka to mi ren sol ba dri ne lu pa vor shi ta gel mo fin dra che wi zon'.split(' ')
const stockPhrases = [
  'at the end of the day',
  'can everybody see my screen',
  'let us take that offline',
  'sorry you go ahead',
  'i think that makes sense',
  'what do you think about that',
  'thank you very much',
  'as i said last week',
]
const common =
  'the of and to a in is that it was for you i on with as be we this have are not but at so do they can or there what if will would just about like get know think one go when make up out'.split(
    ' ',
  )

const invented = (random: Random, count: number): readonly string[] =>
  Array.from({ length: count }, () => Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(random, syllables)).join(''))

const language = invented(seeded(4711), 3000)
const chinese =
  '的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从'

const zipf = (random: Random, size: number): number => Math.min(size - 1, Math.floor(size ** random()) - 1)

const nextPhrase = (random: Random, topic: readonly string[]): readonly string[] => {
  const kind = random()
  if (kind < 0.03) return pick(random, stockPhrases).split(' ')
  if (kind < 0.5) return [common[zipf(random, common.length)] ?? 'the']
  return [kind < 0.7 ? (topic[zipf(random, topic.length)] ?? 'plan') : (language[zipf(random, language.length)] ?? 'word')]
}

export interface ConversationOptions {
  readonly seed: number
  readonly minutes: number
  readonly startedAt?: number
  readonly people?: readonly string[]
  readonly script?: 'spaced' | 'chinese'
  /** Words everybody says first: an operator's announcement. */
  readonly opening?: readonly string[]
}

export const people: readonly string[] = ['Nadia Haddad', 'Tomás Ribeiro', 'Mei Lin', 'Jonas Weber']

/** About 150 words a minute in turns of 5 to 40 words, with pauses between them. */
export const conversation = (options: ConversationOptions): Conversation => {
  const random = seeded(options.seed)
  const topic = Array.from({ length: 150 }, () => pick(random, language))
  const speakers = options.people ?? people
  const words: SpokenWord[] = []
  let ms = 2_000
  const opening = [...(options.opening ?? [])]
  while (ms < options.minutes * 60_000) {
    const speaker = pick(random, speakers)
    const length = 5 + Math.floor(random() * 35)
    for (let spoken = 0; spoken < length;) {
      const phrase =
        opening.length > 0
          ? opening.splice(0, 1)
          : options.script === 'chinese'
            ? [pick(random, Array.from(chinese))]
            : nextPhrase(random, topic)
      for (const text of phrase) {
        words.push({ text, ms: Math.round(ms), speaker })
        ms += options.script === 'chinese' ? 200 + random() * 80 : 250 + random() * 200
        spoken++
      }
    }
    ms += random() * 1_500
  }
  return { words, people: speakers, startedAt: options.startedAt ?? Date.UTC(2026, 8, 14, 15) }
}
