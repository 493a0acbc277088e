import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { waitUntil } from '@hansard/stack/wait-until'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hansard-npm-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What `npm run` of a script in package.json runs: scripts/run.mjs without what comes before the command itself. */
const runner = `
  import { runChild } from ${JSON.stringify(join(import.meta.dirname, 'child.mjs'))}
  import { endWithNpm } from ${JSON.stringify(join(import.meta.dirname, 'npm.mjs'))}
  endWithNpm(process.env)
  await runChild(process.execPath, ['command.mjs'], { env: process.env, cwd: process.cwd() })`
const command = `
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => {
      console.log('told to stop')
      process.exit(0)
    })
  setInterval(() => undefined, 1_000)
  console.log(process.pid)`

/** A real npm that runs the command by way of the runner, as the package.json of this project does. */
const start = async (script: string) => {
  await Promise.all([
    writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start: script } })),
    writeFile(join(folder, 'runner.mjs'), runner),
    writeFile(join(folder, 'command.mjs'), command),
  ])
  const npm = spawn('npm', ['start', '--silent', '--no-update-notifier'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface({ input: npm.stdout }).on('line', (line) => lines.push(line))
  const closed = once(npm.stdout, 'close')
  expect(await waitUntil(() => lines.some((line) => /^\d+$/.test(line)), 30_000)).toBe(true)
  return { npm, lines, closed }
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
  '%s to npm alone reaches the command, of which nothing stays',
  async (signal) => {
    const { npm, lines, closed } = await start(`exec ${process.execPath} runner.mjs`)
    npm.kill(signal)
    // Whoever has the output open still is a process of it.
    await closed
    expect(lines.at(-1)).toBe('told to stop')
  },
)

test('npm waits until the command that it told to stop has ended', async () => {
  const { npm, lines } = await start(`exec ${process.execPath} runner.mjs`)
  const exited = once(npm, 'exit')
  npm.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(lines.at(-1)).toBe('told to stop')
})

test('every command of this project is what npm itself started, without a shell between', async () => {
  const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const commands = Object.values(scripts).filter((script) => script.includes('run.mjs'))
  expect(commands.length).toBeGreaterThan(10)
  for (const script of commands) expect(script).toMatch(/^exec node scripts\/run\.mjs \w+$/)
})
