import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { forwardSignals } from './child.mjs'
import { Missing } from './prerequisites.mjs'
import { root } from './root.mjs'
import { showWork } from './show-work.mjs'

const lockFile = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')
const marker = join(root, 'node_modules', '.hansard-installed')
const turn = join(root, '.hansard', 'install.lock')

/** Runs `npm ci` unless `node_modules` is what `package-lock.json` asks for. Throws Missing when it cannot be done. */
export const installDependencies = async (env) => {
  if (await isCurrent()) return
  await takeTurn()
  try {
    // Another command may have installed while this one waited.
    if (!(await isCurrent())) await install(env)
  } finally {
    await rm(turn, { recursive: true, force: true })
  }
}

/** By contents where this script installed, by age where somebody else did (`npm install`). */
const isCurrent = async () => {
  const [wanted, there] = await Promise.all([stat(lockFile), stat(installed).catch(() => undefined)])
  if (there === undefined) return false
  return there.mtimeMs >= wanted.mtimeMs || (await readFile(marker, 'utf8').catch(() => '')) === (await digest())
}

const digest = async () =>
  createHash('sha256')
    .update(await readFile(lockFile))
    .digest('hex')

const install = async (env) => {
  const finished = showWork('Installing dependencies (npm ci)')
  const npm = spawn('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stopForwarding = forwardSignals(npm)
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [result] = await Promise.race([once(npm, 'close'), once(npm, 'error')]).catch((error) => [error])
  stopForwarding()
  finished()
  if (result === 0) return writeFile(marker, await digest())
  if (result?.code === 'ENOENT') throw new Missing('npm is missing: install it together with Node (https://nodejs.org) and start again.')
  throw new Missing(`${output.trim()}\n\nThe dependencies could not be installed: npm ci failed, its output is above.`)
}

/** One install at a time in a checkout: a folder can be made only once, and one whose maker is dead is nobody's. */
const takeTurn = async () => {
  await mkdir(join(root, '.hansard'), { recursive: true })
  let finished
  for (;;) {
    try {
      await mkdir(turn)
      await writeFile(join(turn, 'pid'), String(process.pid))
      finished?.()
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (await isAbandoned()) await rm(turn, { recursive: true, force: true })
    else {
      finished ??= showWork('Waiting for another command that installs the dependencies')
      await delay(300)
    }
  }
}

const isAbandoned = async () => {
  const pid = Number(await readFile(join(turn, 'pid'), 'utf8').catch(() => '0'))
  if (pid === 0) return Date.now() - (await stat(turn).then(({ mtimeMs }) => mtimeMs, Date.now)) > 5_000
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
