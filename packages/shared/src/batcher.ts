export interface Batcher<In, Out> {
  /** Resolves with this item's own result when its batch is done; rejects with the batch's error. */
  add(item: In): Promise<Out>
  /** Flushes what waits and resolves when every batch is done. */
  close(): Promise<void>
}

interface Waiting<In, Out> {
  readonly item: In
  resolve(result: Out): void
  reject(error: unknown): void
}

/**
 * Collects single calls into batches of at most `maxItems`; the first call of a batch waits at most `maxDelayMs`.
 * `flush` must answer with one result per item, in order. Batches may overlap: the next is gathered while one is under way.
 */
export const createBatcher = <In, Out>(options: {
  readonly maxItems: number
  readonly maxDelayMs: number
  flush(items: readonly In[]): Promise<readonly Out[]>
}): Batcher<In, Out> => {
  let waiting: Waiting<In, Out>[] = []
  let timer: NodeJS.Timeout | undefined
  const underWay = new Set<Promise<void>>()

  const settle = async (batch: readonly Waiting<In, Out>[]) => {
    try {
      const results = await options.flush(batch.map(({ item }) => item))
      if (results.length !== batch.length) throw new Error(`flush answered ${results.length} results for ${batch.length} items`)
      batch.forEach(({ resolve }, index) => resolve(results[index] as Out))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  const flushNow = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    const settled = settle(batch).finally(() => underWay.delete(settled))
    underWay.add(settled)
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<Out>()
      waiting.push({ item, resolve, reject })
      if (waiting.length >= options.maxItems) flushNow()
      else timer ??= setTimeout(flushNow, options.maxDelayMs)
      return promise
    },
    async close() {
      flushNow()
      await Promise.all(underWay)
    },
  }
}
