import type { FaultRecord } from '../faults/run-faults.ts'

/** `2.1 s`; `–` where there is nothing to tell, `never` for what did not come. */
export const seconds = (ms: number | undefined): string => {
  if (ms === undefined) return '–'
  return Number.isFinite(ms) ? `${(ms / 1_000).toFixed(1)} s` : 'never'
}

/** `+  34.2 s  #7 kill -9 merger: merger-2 (pid 123); first merged transcript after 2.1 s, in all partitions after 5.4 s` */
export const faultLine = ({ number, kind, detail, at, firstMs, allMs, overlapped }: FaultRecord, begun: number): string => {
  const when = `+${((at - begun) / 1_000).toFixed(1).padStart(7)} s`
  const [first, all] = [firstMs, allMs].map((ms) => seconds(ms ?? Infinity))
  return `${when}  #${number} ${kind}${overlapped ? ' (one of two)' : ''}: ${detail}; first merged transcript after ${first}, in all partitions after ${all}`
}
