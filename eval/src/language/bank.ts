/** What people of one language and trade say: sentences with slots, what fills them, and how they hesitate. */
export interface Bank {
  readonly name: string
  /** Between words as written: a space, or nothing. */
  readonly joiner: '' | ' '
  readonly people: readonly string[]
  /** Sentences with slots in braces; `{name}` is one of those present, `{thing}` an invented name, `{number}` a number. */
  readonly sentences: readonly string[]
  readonly slots: Readonly<Record<string, readonly string[]>>
  /** Numbers as they are spoken and as recognisers write them. */
  readonly numbers: readonly (readonly [spoken: string, written: string])[]
  /** Answers of a word or two. */
  readonly short: readonly string[]
  /** Sounds and phrases that many recognisers and all editors leave out. */
  readonly fillers: readonly string[]
  /** What names of products, places and companies are made of. */
  readonly syllables: readonly string[]
  /** An operator's or host's opening, word for word the same in many calls. */
  readonly script: readonly string[]
  readonly titles: readonly string[]
}

/** Phrases of a text: one a line. */
export const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Phrases of a text: separated by bars. */
export const bars = (text: string): readonly string[] => text.split('|').map((part) => part.trim())
