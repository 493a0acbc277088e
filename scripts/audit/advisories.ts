import { z } from 'zod'
import { failed, type Finding, ok, unknown } from './check.ts'

const severities = ['low', 'moderate', 'high', 'critical'] as const
const Report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.enum(['info', ...severities]), range: z.string() })),
  metadata: z.object({ dependencies: z.object({ total: z.number() }) }),
})

/** From here on an advisory fails the audit; those below are listed. */
const failing: ReadonlySet<string> = new Set(['high', 'critical'])

/** What `npm audit --json` printed. A registry without advisories is no proof of anything: the finding is then `unknown`. */
export const checkAdvisories = (output: string): Finding => {
  const report = Report.safeParse(parse(output))
  if (!report.success)
    return unknown('the registry in use answers no questions about advisories', [
      'Nothing is known about vulnerabilities of dependencies. Run this where npm reaches a registry that does, such as npm’s own.',
    ])
  const { vulnerabilities, metadata } = report.data
  const found = Object.entries(vulnerabilities).map(([name, { severity, range }]) => ({ severity, line: `${severity}: ${name} ${range}` }))
  const lines = found.map(({ line }) => line)
  if (found.some(({ severity }) => failing.has(severity))) return failed(`${found.length} packages with advisories`, lines)
  return { ...ok(`${metadata.dependencies.total} packages, ${found.length} with advisories below high`), lines }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
