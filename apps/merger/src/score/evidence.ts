import type { ScorePart } from '@hansard/shared/contracts/contracts.generated'

/**
 * One piece of evidence that two transcripts are of one meeting. `logOdds` is what it adds: positive speaks for, negative against,
 * 0 says nothing; in nats, so that 2.3 makes it ten times as likely.
 */
export interface Evidence extends ScorePart {
  readonly logOdds: number
}

const hundredth = (value: number): number => Math.round(value * 100) / 100

export const evidence = (kind: string, logOdds: number, value: number, explanation: string): Evidence => ({
  evidence: kind,
  logOdds: hundredth(logOdds),
  value: hundredth(Math.min(1, Math.max(0, value))),
  explanation,
})

/** A length of time as people say it. */
export const spoken = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}
