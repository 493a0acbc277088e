import { failed, ok, type Finding } from './check.ts'

/** What the fuzzers came to, from their output and exit code (null: a signal ended them). */
export const checkFuzzers = (output: string, code: number | null): Finding => {
  const requests = /^seed .*$/m.exec(output)?.[0]
  if (code === 0 && requests !== undefined) return ok(requests)
  return failed('a spoilt request or document was not borne', output.trim().split('\n').slice(-40))
}
