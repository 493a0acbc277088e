import { fileURLToPath } from 'node:url'
import { runCommand } from '../test/child.ts'
import { fuzzers } from './fuzzers.ts'

/** `npm run fuzz`: the fuzzers in their long form. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const env = { FUZZ_REQUESTS: '20000', FUZZ_DOCUMENTS: '5000', ...process.env }
process.exitCode = await runCommand(process.execPath, fuzzers, { env, cwd: root, signal: new AbortController().signal })
