/** What `work` resolves to, or `otherwise()` when that takes longer than `ms`. The work goes on; what it comes to later, good or bad, is nobody's concern. */
export const within = async <T, U>(ms: number, work: Promise<T>, otherwise: () => U): Promise<T | U> => {
  const { promise: late, resolve } = Promise.withResolvers<U>()
  const timer = setTimeout(() => resolve(otherwise()), Math.max(0, ms))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
