import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The commit that counts as the version before this one. Moved on when a release is made. */
export const previousCommit: string = readFileSync(new URL('previous-commit', import.meta.url), 'utf8').trim()

/**
 * Lays out the version before this one below `.hansard/`, from the history: its own sources, with the libraries that are installed here. Resolves
 * with the folder. Throws when the history does not reach that far.
 */
export const checkOutPrevious = (): string => {
  const folder = join(root, '.hansard', 'previous')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    const archive = execFileSync('git', ['archive', '--format=tar', previousCommit], { cwd: root, maxBuffer: 1 << 30 })
    execFileSync('tar', ['-x', '-C', folder], { input: archive })
  } catch (error) {
    throw new Error(`The version before this one, ${previousCommit}, is not in this clone's history: git fetch --unshallow.`, {
      cause: error,
    })
  }
  linkLibraries(folder)
  return folder
}

/** Everything of this checkout's node_modules, but the workspaces of the other one. */
const linkLibraries = (folder: string): void => {
  const libraries = join(root, 'node_modules')
  const links = join(folder, 'node_modules')
  mkdirSync(join(links, '@hansard'), { recursive: true })
  for (const name of readdirSync(libraries))
    if (name !== '@hansard' && !name.startsWith('.')) symlinkSync(join(libraries, name), join(links, name))
  for (const name of readdirSync(join(libraries, '@hansard'))) {
    const workspace = relative(root, resolve(libraries, '@hansard', readlinkSync(join(libraries, '@hansard', name))))
    symlinkSync(join(folder, workspace), join(links, '@hansard', name))
  }
}
