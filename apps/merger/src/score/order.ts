const digitBits = 8
const digits = 1 << digitBits

/**
 * The indices that put the keys in ascending order; those of equal keys stay in the order of `before` (of the keys themselves, where it is
 * left out). A radix sort: linear, whatever keys somebody makes up.
 */
export const orderOf = (keys: Uint32Array, before: Uint32Array = countedUp(keys.length)): Uint32Array => {
  let largest = 0
  for (const key of keys) if (key > largest) largest = key
  let order = before
  // Shifted by 32, a number stays as it is.
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += digitBits) order = orderByDigit(keys, order, shift)
  return order
}

const countedUp = (length: number): Uint32Array => {
  const indices = new Uint32Array(length)
  for (let index = 0; index < length; index++) indices[index] = index
  return indices
}

const orderByDigit = (keys: Uint32Array, before: Uint32Array, shift: number): Uint32Array => {
  const next = new Uint32Array(digits + 1)
  for (let index = 0; index < keys.length; index++) {
    const digit = ((keys[index] as number) >>> shift) & (digits - 1)
    next[digit + 1] = (next[digit + 1] as number) + 1
  }
  for (let digit = 1; digit < digits; digit++) next[digit] = (next[digit] as number) + (next[digit - 1] as number)
  const order = new Uint32Array(before.length)
  for (let place = 0; place < before.length; place++) {
    const index = before[place] as number
    const digit = ((keys[index] as number) >>> shift) & (digits - 1)
    const free = next[digit] as number
    order[free] = index
    next[digit] = free + 1
  }
  return order
}
