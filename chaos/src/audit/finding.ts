/** Something that is not as promised. */
export interface Finding {
  readonly kind: FindingKind
  /** What the promise is about: `delivery`, `transcript`, `meeting`, … */
  readonly about: string
  /** For a person: what is wrong with which one. */
  readonly text: string
}

/** `unexplained`: nothing is lost or doubled, but it is not as it should be, and nothing says why. */
export type FindingKind = 'lost' | 'doubled' | 'altered' | 'unexplained'

export type Report = (kind: FindingKind, about: string, text: string) => void

/** Runs checks that report what they find. */
export const findingsOf = <F>(facts: F, checks: readonly ((facts: F, report: Report) => void)[]): readonly Finding[] => {
  const findings: Finding[] = []
  for (const check of checks) check(facts, (kind, about, text) => findings.push({ kind, about, text }))
  return findings
}
