import { fileURLToPath } from 'node:url'
import { runCommand } from '../test/child.ts'

/** `npm run fuzz`: the fuzzers of the ingress and the parsers in their long form. FUZZ_REQUESTS, FUZZ_DOCUMENTS and FUZZ_SEED choose others. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const env = { FUZZ_REQUESTS: '20000', FUZZ_DOCUMENTS: '5000', ...process.env }
const fuzzers = ['apps/ingress/src/fuzz', 'packages/platforms/src/parsers.fuzz.test.ts']
const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--no-file-parallelism', '--testTimeout', '900000', ...fuzzers]
process.exitCode = await runCommand(process.execPath, args, { env, cwd: root, signal: new AbortController().signal })
