import { styleText } from 'node:util'
import type { StepResult } from './step.ts'

const paint = (format: Parameters<typeof styleText>[0], text: string): string => styleText(format, text, { stream: process.stdout })

/** One row for each step, and the line that says it all. */
export const showResults = (results: readonly StepResult[], seconds: number): string => {
  const rows = results.map(({ name, passed, failed, seconds: took, cached }) => {
    const mark = failed === 0 ? paint('green', '✔') : paint('red', '✖')
    const failures = failed === 0 ? '' : paint('red', `${failed} failed`)
    const time = cached === true ? 'unchanged' : `${took.toFixed(1)} s`
    return `  ${mark} ${name.padEnd(14)}${`${passed} passed`.padStart(12)}${paint('dim', time.padStart(12))}  ${failures}`.trimEnd()
  })
  const total = (count: (result: StepResult) => number): number => results.reduce((sum, result) => sum + count(result), 0)
  const summary = `${total(({ passed }) => passed)} passed, ${total(({ failed }) => failed)} failed`
  return ['', ...rows, paint('dim', `    ${'all'.padEnd(26)}${`${seconds.toFixed(1)} s`.padStart(12)}`), '', summary].join('\n')
}
