import type { Depth } from '../options.ts'
import type { PartResult } from '../report/result.ts'

/** What a part of the benchmark is told. */
export interface Around {
  /** The checkout. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly depth: Depth
  /** One line for a person. */
  progress(text: string): void
}

/** Brings up what it measures and takes it down again. */
export type Part = (around: Around) => Promise<PartResult>

/** `quick` where the run is quick, else `full`. */
export const byDepth = <T>({ depth }: Pick<Around, 'depth'>, quick: T, full: T): T => (depth === 'quick' ? quick : full)
