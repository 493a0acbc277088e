import pc from 'picocolors'
import type { Terminal } from './terminal.ts'

/** A terminal for tests: remembers what was printed, and answers a question for a secret with `typed`. */
export const createTestTerminal = (options: { readonly typed?: string; readonly columns?: number; readonly coloured?: boolean } = {}) => {
  const printed: string[] = []
  const remarks: string[] = []
  const terminal: Terminal = {
    print: (text) => void printed.push(...text.split('\n')),
    remark: (text) => void remarks.push(...text.split('\n')),
    columns: options.columns ?? 80,
    colours: pc.createColors(options.coloured ?? false),
    readSecret: async () => options.typed ?? '',
  }
  return { terminal, printed, remarks }
}
