import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `hansard …` as a person would; resolves whatever it came to. */
export const runCli = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<CliResult> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env, maxBuffer: 1 << 26 }, (error, out, err) => {
      // Ended by a signal it has no code.
      const failed = typeof error?.code === 'number' ? error.code : 1
      resolve({ code: error === null ? 0 : failed, out, err })
    })
  })
