export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/**
 * The value that would stand at `rank` if `values` were sorted; puts it there, no larger one before it and no smaller one behind it.
 * Quickselect (Hoare's), about linear; values on which it makes too little headway are sorted instead.
 */
const select = (values: Float64Array, rank: number): number => {
  let low = 0
  let high = values.length - 1
  for (let rounds = 2 * Math.ceil(Math.log2(values.length + 1)); low < high && rounds > 0; rounds--) {
    const pivot = values[(low + high) >> 1] as number
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const moved = values[left] as number
      values[left++] = values[right] as number
      values[right--] = moved
    }
    if (rank <= right) high = right
    else if (rank >= left) low = left
    else return values[rank] as number
  }
  if (low < high) values.set(values.toSorted())
  return values[rank] as number
}

/** The middle value; 0 of none. */
export const median = (values: ArrayLike<number>): number => {
  if (values.length === 0) return 0
  const own = new Float64Array(values)
  const middle = own.length >> 1
  const upper = select(own, middle)
  if (own.length % 2 === 1) return upper
  let lower = Number.NEGATIVE_INFINITY
  for (let place = 0; place < middle; place++) lower = Math.max(lower, own[place] as number)
  return (lower + upper) / 2
}

/** The first index of a sorted array whose value is at least `value`. */
export const lowerBound = (sorted: ArrayLike<number>, value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The first index of a sorted array whose value is more than `value`. */
export const upperBound = (sorted: ArrayLike<number>, value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}
