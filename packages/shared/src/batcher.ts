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
 * Collects single calls into batches of at most `maxItems`; the first call of a batch waits at most `maxDelayMs`. A batch whose items have
 * come to `fullAt.size` together is flushed without waiting for more.
 * `flush` must answer with one result per item, in order. Batches may overlap: the next is gathered while one is under way.
 */
export const createBatcher = <In, Out>(options: {
  readonly maxItems: number
  readonly maxDelayMs: number
  readonly fullAt?: { readonly size: number; of(item: In): number }
  flush(items: readonly In[]): Promise<readonly Out[]>
  /**
   * Whether such an error of `flush` may be the fault of one item: then the halves are flushed again, so that a bad item fails alone. Only
   * for what may be flushed twice.
   */
  readonly divides?: (error: unknown) => boolean
}): Batcher<In, Out> => {
  const { fullAt } = options
  let waiting: Waiting<In, Out>[] = []
  let size = 0
  let timer: NodeJS.Timeout | undefined
  const underWay = new Set<Promise<void>>()

  const settle = async (batch: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const results = await options.flush(batch.map(({ item }) => item))
      if (results.length !== batch.length) throw new Error(`flush answered ${results.length} results for ${batch.length} items`)
      batch.forEach(({ resolve }, index) => resolve(results[index] as Out))
    } catch (error) {
      if (batch.length === 1 || options.divides?.(error) !== true) return batch.forEach(({ reject }) => reject(error))
      const middle = Math.ceil(batch.length / 2)
      await settle(batch.slice(0, middle))
      await settle(batch.slice(middle))
    }
  }

  const flushNow = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    size = 0
    const settled = settle(batch).finally(() => underWay.delete(settled))
    underWay.add(settled)
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<Out>()
      waiting.push({ item, resolve, reject })
      size += fullAt?.of(item) ?? 0
      if (waiting.length >= options.maxItems || (fullAt !== undefined && size >= fullAt.size)) flushNow()
      else timer ??= setTimeout(flushNow, options.maxDelayMs)
      return promise
    },
    async close() {
      flushNow()
      await Promise.all(underWay)
    },
  }
}
