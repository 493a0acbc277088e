/**
 * Runs `work` over the items with at most `concurrency` at a time, earlier ones first. Items of one key run one after the other, in order;
 * items without a key are independent. Once `enough` says so, only items before the last one begun are begun: what was worked on are the
 * first items, without a gap. Never rejects unless `work` does.
 */
export const forEachByKey = async <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
  concurrency: number,
  work: (item: Item, index: number) => Promise<void>,
  enough: () => boolean = () => false,
): Promise<void> => {
  const { first, following } = orderOf(items, keyOf)
  /** Whose turn has come because the one before of the same key is done: few, in order. */
  const freed: number[] = []
  let nextFirst = 0
  let last = -1

  const take = (): number | undefined => {
    const [a = Infinity, b = Infinity] = [freed[0], first[nextFirst]]
    const index = Math.min(a, b)
    if (index === Infinity || (index > Math.max(last, 0) && enough())) return undefined
    if (index === a) freed.shift()
    else nextFirst++
    last = Math.max(last, index)
    return index
  }
  const worker = async () => {
    for (let index = take(); index !== undefined; index = take()) {
      await work(items[index] as Item, index)
      const next = following[index]
      if (next !== undefined) freed.splice(placeOf(freed, next), 0, next)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, first.length) }, worker))
}

/** The first item of each key, in order, and for each item the next of its key. */
const orderOf = <Item>(items: readonly Item[], keyOf: (item: Item) => string | null) => {
  const first: number[] = []
  const following: (number | undefined)[] = items.map(() => undefined)
  const latest = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    const before = key === null ? undefined : latest.get(key)
    if (before === undefined) first.push(index)
    else following[before] = index
    if (key !== null) latest.set(key, index)
  }
  return { first, following }
}

const placeOf = (sorted: readonly number[], value: number): number => {
  const place = sorted.findIndex((each) => each > value)
  return place === -1 ? sorted.length : place
}
