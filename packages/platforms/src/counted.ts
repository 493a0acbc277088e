const named = 10

/** `line 18`, `lines 18, 77, 301`, `lines 1, 2, … and 90 more`: the first ten are named. `noun` in the singular. */
export const counted = (noun: string, numbers: readonly number[]): string => {
  const shown = numbers.slice(0, named).join(', ')
  const rest = numbers.length - named
  return `${noun}${numbers.length === 1 ? '' : 's'} ${shown}${rest > 0 ? ` and ${rest} more` : ''}`
}
