/** The greatest; undefined of none. `Math.max` of a spread list takes as many arguments as the stack holds, and no list from outside keeps to that. */
export const greatestOf = (values: Iterable<number>): number | undefined => {
  let greatest: number | undefined
  for (const value of values) if (greatest === undefined || value > greatest) greatest = value
  return greatest
}

/** The least; undefined of none. */
export const leastOf = (values: Iterable<number>): number | undefined => {
  let least: number | undefined
  for (const value of values) if (least === undefined || value < least) least = value
  return least
}
