/** Words that titles of all meetings share. */
const common = new Set(
  'a an and at call calls chat conference google in meet meeting meetings my of on otter personal recording room s teams the to untitled video webex with zoom'.split(
    ' ',
  ),
)

const titleWords = (title: string): readonly string[] =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** What a title says beyond "a meeting, number so and so, on such a date". Scripts without spaces are taken by pairs of characters. */
export const tellingWords = (title: string | null): ReadonlySet<string> => {
  const telling = titleWords(title ?? '').filter((word) => !common.has(word) && !/^\d+$/.test(word))
  return new Set(
    telling.flatMap((word) =>
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word) ? pairsOf(word) : [word],
    ),
  )
}

const pairsOf = (word: string): readonly string[] => {
  const characters = Array.from(word)
  return characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`)
}

/** Share of telling words that two titles have in common (Dice): 0 to 1, or null where one of them says nothing. */
export const titleLikeness = (a: string | null, b: string | null): number | null => {
  const [x, y] = [tellingWords(a), tellingWords(b)]
  return x.size === 0 || y.size === 0 ? null : (2 * x.intersection(y).size) / (x.size + y.size)
}
