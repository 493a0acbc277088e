const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
]

/** A length of time for a person, in its two largest units: `3 h 5 min`, `2 d`, `45 s`. */
export const spoken = (milliseconds: number): string => {
  const largest = units.findIndex(({ ms }) => milliseconds >= ms)
  if (largest === -1) return '0 s'
  const parts: string[] = []
  let rest = milliseconds
  for (const { name, ms } of units.slice(largest, largest + 2)) {
    const count = Math.floor(rest / ms)
    if (count > 0) parts.push(`${count} ${name}`)
    rest -= count * ms
  }
  return parts.join(' ')
}
