/**
 * The longest part of a list whose values never fall, in the list's order: turns follow one another in time, while the times somebody
 * speaks of come as they please. Takes time in proportion to n log n.
 */
export const longestRising = <T>(list: readonly T[], valueOf: (item: T) => number): readonly T[] => {
  /** For every length: the index of the item with the least value that ends a rising part of it. */
  const ends: number[] = []
  const before: (number | undefined)[] = []
  const value = (index: number | undefined): number => (index === undefined ? 0 : valueOf(list[index] as T))
  for (const [index, item] of list.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (value(ends[middle]) <= valueOf(item)) low = middle + 1
      else high = middle
    }
    before[index] = ends[low - 1]
    ends[low] = index
  }
  const longest: T[] = []
  for (let index = ends.at(-1); index !== undefined; index = before[index]) longest.push(list[index] as T)
  return longest.toReversed()
}
