import type { Depth } from '../options.ts'
import type { PartResult } from '../report/result.ts'
import type { System } from '../system.ts'

/** What a part of the benchmark is told. */
export interface Around {
  readonly signal: AbortSignal
  readonly depth: Depth
  /** One line for a person. */
  progress(text: string): void
}

/** What a part needs of the system it is measured on, and how. */
export interface Part {
  /** Of every topic, in a system that the part has to itself. */
  readonly partitions: number
  /** In such a system. */
  readonly tenants: number
  /** Ends every process that it starts. */
  measure(around: Around, system: System): Promise<PartResult>
}

/** `quick` where the run is quick, else `full`. */
export const byDepth = <T>({ depth }: Pick<Around, 'depth'>, quick: T, full: T): T => (depth === 'quick' ? quick : full)
