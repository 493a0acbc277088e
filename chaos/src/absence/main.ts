import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runAbsence } from './absence.ts'
import { failuresOf, markdownOf } from './report.ts'

/** `npm run absence -- [--minutes 10] [--report file.md]`: exit code 1 when something was not as promised. */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, report: { type: 'string' } } })
const progress = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${text}\n`)

// Without the command that runs it, nobody reads the report; what it started ends with it, however that is (the stack's guardian).
const leave = (): never => process.exit(130)
process.once('disconnect', leave)

const result = await runAbsence(Number(values.minutes) * 60_000, progress)
const page = markdownOf(result)
process.stdout.write(`\n${page}`)
if (values.report !== undefined) writeFileSync(resolve(values.report), page)
process.exitCode = failuresOf(result).length === 0 ? 0 : 1
process.off('disconnect', leave)
if (process.connected) process.disconnect()
