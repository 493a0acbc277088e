import type { Spread } from '../measure/spread.ts'

/** What is less than this is what adding up has left. */
const nothing = 1e-9

/** Three significant digits for small numbers, whole ones with thousands separated for large. */
export const number = (value: number): string => {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en')
  return Math.abs(value) < nothing ? '0' : String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)))
}

/** `5.1 (4.9–5.6)`: the median, and the least and the most where there were several runs. */
export const spread = ({ median, least, most }: Spread): string =>
  least === most ? number(median) : `${number(median)} (${number(least)}–${number(most)})`

export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
