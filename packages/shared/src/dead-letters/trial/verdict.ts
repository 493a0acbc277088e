import { z } from 'zod'

/** What a stage's code of today would make of a dead letter. */
export const Verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passes'), status: z.string() }),
  z.object({ kind: z.literal('fails'), errorClass: z.string(), message: z.string(), fingerprint: z.string() }),
  /** It would have to ask somebody outside, which a dry run does not. */
  z.object({ kind: z.literal('untold'), why: z.string() }),
])
export type Verdict = z.infer<typeof Verdict>

/** A line for each thing that would happen, and to how many; what happens most comes first. */
export interface VerdictCount {
  readonly verdict: Verdict
  readonly letters: number
}

/** Counts verdicts that mean the same. The message shown is the first of its kind. */
export const countVerdicts = (verdicts: readonly Verdict[]): readonly VerdictCount[] =>
  [...Map.groupBy(verdicts, meaningOf).values()]
    .flatMap((alike) => (alike[0] === undefined ? [] : [{ verdict: alike[0], letters: alike.length }]))
    .toSorted((a, b) => order.indexOf(a.verdict.kind) - order.indexOf(b.verdict.kind) || b.letters - a.letters)

const order: readonly string[] = ['passes', 'fails', 'untold'] satisfies readonly Verdict['kind'][]

const meaningOf = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'passes':
      return `passes ${verdict.status}`
    case 'fails':
      return `fails ${verdict.fingerprint}`
    case 'untold':
      return `untold ${verdict.why}`
  }
}
