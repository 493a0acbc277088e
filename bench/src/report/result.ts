import type { Depth, PartName } from '../options.ts'

/** Rows for a person; the same figures are in `PartResult.figures` for programs. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What was hoped for, and what it is. */
export interface Target {
  readonly name: string
  /** In words: "under 13 ms". */
  readonly target: string
  readonly measured: string
  readonly met: boolean
}

export interface PartResult {
  readonly tables: readonly Table[]
  readonly figures: unknown
  readonly targets: readonly Target[]
  /** What makes the figures worthless: a 200 that was not stored, a process that ended. */
  readonly failures: readonly string[]
}

export interface Report {
  readonly machine: string
  readonly depth: Depth
  /** ISO. */
  readonly begun: string
  readonly seconds: number
  readonly parts: Readonly<Partial<Record<PartName, PartResult>>>
}
