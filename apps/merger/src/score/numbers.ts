/** An element that is known to exist: loops over typed arrays stay readable without a check for undefined at every step. */
export const at = (array: ArrayLike<number>, index: number): number => array[index] as number

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Fewer values than this are sorted faster by moving each into its place than by asking for a sort. */
const few = 64

const sortedCopy = (values: readonly number[]): Float64Array => {
  if (values.length > few) return Float64Array.from(values).toSorted()
  const sorted = Float64Array.from(values)
  for (let next = 1; next < sorted.length; next++) {
    const value = at(sorted, next)
    let place = next
    for (; place > 0 && at(sorted, place - 1) > value; place--) sorted[place] = at(sorted, place - 1)
    sorted[place] = value
  }
  return sorted
}

/** The middle value; 0 of none. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) return 0
  const sorted = sortedCopy(values)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

/** The first index of a sorted array whose value is at least `value`. */
export const lowerBound = (sorted: ArrayLike<number>, value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sorted, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}
