import { createRandom } from '../meeting/random.ts'

/** Every order in which these can arrive: n! lists. */
export const everyOrder = <T>(items: readonly T[]): T[][] =>
  items.length <= 1 ? [[...items]] : items.flatMap((first, index) => everyOrder(items.toSpliced(index, 1)).map((rest) => [first, ...rest]))

/** Some other order, always the same for a seed. */
export const outOfOrder = <T>(items: readonly T[], seed: string): T[] => createRandom(`order ${seed}`).shuffle(items)

/** Each item `times` times, in a mixed order, always the same for a seed: a platform that is unsure whether it was heard. */
export const duplicated = <T>(items: readonly T[], times: number, seed: string): T[] =>
  outOfOrder(
    items.flatMap((item) => Array.from({ length: times }, () => item)),
    seed,
  )
