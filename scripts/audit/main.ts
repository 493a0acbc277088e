import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { fuzzers } from '../fuzz/fuzzers.ts'
import { checkAdvisories } from './advisories.ts'
import type { Finding } from './check.ts'
import { checkFuzzers } from './fuzzers.ts'
import { checkLicences } from './licences.ts'
import { checkSbom } from './sbom.ts'
import { checkSecrets } from './secrets.ts'

/**
 * `npm run audit`: what can be known of this checkout without running it, and its fuzzers in their short form. Exit code 1 when a part fails; a part that cannot be looked into
 * here (a registry without advisories) is shown as such and fails with `--strict` only.
 */
const root = join(import.meta.dirname, '../..')
const strict = process.argv.includes('--strict')

interface Ran {
  readonly stdout: string
  readonly stderr: string
  /** Null: a signal ended it. */
  readonly code: number | null
}

const run = (command: string, args: readonly string[], env = process.env): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(command, [...args], { cwd: root, env, maxBuffer: 64 << 20 }, (_, stdout, stderr) =>
      resolve({ stdout, stderr, code: child.exitCode }),
    )
  })

/** Output whatever the exit code: `npm audit` ends with 1 when it found something. */
const outputOf = async (command: string, args: readonly string[]): Promise<string> => (await run(command, args)).stdout

/** npm as it was called; npm tells where it is. */
const npm = (...args: readonly string[]): Promise<string> => {
  const cli = process.env['npm_execpath']
  return cli === undefined ? outputOf('npm', args) : outputOf(process.execPath, [cli, ...args])
}

const trackedFiles = async () => {
  const names = (await outputOf('git', ['ls-files', '-z'])).split('\0').filter((name) => name !== '')
  if (names.length === 0) throw new Error('git names no tracked files here: the secret scan needs a checkout')
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(root, path), 'utf8') })))
}

const sbom = async (): Promise<Finding> => {
  const [folder, file] = ['.hansard/audit', '.hansard/audit/sbom.cdx.json']
  const output = await npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only')
  await mkdir(join(root, folder), { recursive: true })
  await writeFile(join(root, file), output)
  return checkSbom(output, file)
}

const fuzz = async (): Promise<Finding> => {
  const env = { FUZZ_REQUESTS: '2000', FUZZ_DOCUMENTS: '1000', ...process.env, NO_COLOR: '1' }
  const { stdout, stderr, code } = await run(process.execPath, fuzzers, env)
  return checkFuzzers(stdout + stderr, code)
}

const parts: Readonly<Record<string, () => Promise<Finding>>> = {
  advisories: async () => checkAdvisories(await npm('audit', '--json', '--package-lock-only')),
  licences: async () => checkLicences(await readFile(join(root, 'package-lock.json'), 'utf8')),
  sbom,
  secrets: async () => checkSecrets(await trackedFiles()),
  fuzzers: fuzz,
}

const marks = { ok: ['green', '✔'], failed: ['red', '✖'], unknown: ['yellow', '?'] } as const

for (const [name, look] of Object.entries(parts)) {
  const { state, summary, lines } = await look()
  const [colour, mark] = marks[state]
  console.log(`${styleText(colour, mark)} ${name.padEnd(12)}${summary}`)
  for (const line of lines) console.log(`  ${line}`)
  if (state === 'failed' || (state === 'unknown' && strict)) process.exitCode = 1
}
