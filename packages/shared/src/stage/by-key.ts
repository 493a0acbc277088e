/**
 * Runs `work` over the items with at most `concurrency` at a time. Items of one key run one after the other, in order;
 * items without a key are independent. Never rejects unless `work` does.
 */
export const forEachByKey = async <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
  concurrency: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> => {
  const lanes = [...Map.groupBy(items.entries(), ([index, item]) => keyOf(item) ?? `\0${index}`).values()]
  let next = 0
  const worker = async () => {
    for (let lane = lanes[next++]; lane !== undefined; lane = lanes[next++]) for (const [index, item] of lane) await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, lanes.length) }, worker))
}
