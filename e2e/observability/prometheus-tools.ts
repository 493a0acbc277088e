import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { messageOf } from '@hansard/shared/errors'
import { cacheFolder } from '@hansard/stack/artifacts/cache'
import { SetupError } from '@hansard/stack/setup-error'

const run = promisify(execFile)

export interface PrometheusTools {
  readonly prometheus: string
  readonly promtool: string
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

const inFolders = async (folders: readonly string[]): Promise<PrometheusTools | undefined> => {
  for (const folder of folders) {
    const tools = { prometheus: join(folder, 'prometheus'), promtool: join(folder, 'promtool') }
    if ((await isProgram(tools.prometheus)) && (await isProgram(tools.promtool))) return tools
  }
  return undefined
}

/**
 * Prometheus and promtool: from the PATH, or Debian's package unpacked into the cache, which apt has verified and which installs and starts
 * nothing. Throws SetupError where neither can be had: these tests are never left out silently.
 */
export const findPrometheus = async (env: NodeJS.ProcessEnv): Promise<PrometheusTools> => {
  const cached = join(cacheFolder(env), 'prometheus-debian')
  const there = await inFolders([...(env['PATH'] ?? '').split(delimiter), join(cached, 'usr', 'bin')])
  if (there !== undefined) return there
  try {
    await unpackDebian(cacheFolder(env), cached)
  } catch (error) {
    throw new SetupError(
      `Prometheus is neither on the PATH nor to be had from apt (${messageOf(error)}). Install it (apt-get install prometheus, brew install prometheus) and try again.`,
    )
  }
  const unpacked = await inFolders([join(cached, 'usr', 'bin')])
  if (unpacked === undefined) throw new SetupError(`Debian's package of Prometheus has no promtool: look into ${cached}`)
  return unpacked
}

const unpackDebian = async (cache: string, target: string): Promise<void> => {
  await mkdir(cache, { recursive: true })
  const staging = await mkdtemp(join(cache, 'prometheus-'))
  const download = () => run('apt-get', ['download', 'prometheus'], { cwd: staging })
  try {
    await download().catch(async () => {
      // A fresh container knows of no packages yet.
      await run('apt-get', ['update'])
      await download()
    })
    await run('sh', ['-c', 'dpkg-deb -x prometheus_*.deb unpacked'], { cwd: staging })
    await rename(join(staging, 'unpacked'), target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}
