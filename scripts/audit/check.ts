/** What one part of the audit came to. `unknown`: it could not be looked into here; `lines` say why and what to do. */
export interface Finding {
  readonly state: 'ok' | 'failed' | 'unknown'
  readonly summary: string
  /** For a person, one a line. */
  readonly lines: readonly string[]
}

export const ok = (summary: string): Finding => ({ state: 'ok', summary, lines: [] })
export const failed = (summary: string, lines: readonly string[]): Finding => ({ state: 'failed', summary, lines })
export const unknown = (summary: string, lines: readonly string[]): Finding => ({ state: 'unknown', summary, lines })
