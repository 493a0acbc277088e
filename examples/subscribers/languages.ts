import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

export interface Runnable {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
}

export type Language = 'typescript' | 'python' | 'java'

const here = import.meta.dirname

/** How each example is made ready; Error says what to install where something is missing. */
export const languages: Readonly<Record<Language, (cwd: string) => Runnable>> = {
  typescript: (cwd) => ({ command: process.execPath, args: ['main.ts'], cwd }),
  python: (cwd) => ({ command: virtualEnvironment(cwd), args: ['subscribe.py'], cwd }),
  java: (cwd) => {
    needs('javac', ['-version'], 'a JDK, version 17 or newer')
    needs('mvn', ['-version'], 'Maven')
    return { command: 'mvn', args: ['-q', 'compile', 'exec:java'], cwd }
  },
}

/** Installs what an example needs, in its own folder, and tells how it is run. */
export const prepare = (language: Language): Runnable => languages[language](join(here, language))

/** Whether Python can make itself an environment for the example. */
export const hasPython = (): boolean => spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0

/** Whether Java programs can be compiled and Maven can run them: Hansard itself needs a runtime only. */
export const hasJavaTools = (): boolean => works('javac', ['-version']) && works('mvn', ['-version'])

const works = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0

const needs = (command: string, args: readonly string[], what: string): void => {
  if (!works(command, args)) throw new Error(`${command} is missing: install ${what}.`)
}

/** A virtual environment with the packages of requirements.txt; made again when they change. */
const virtualEnvironment = (cwd: string): string => {
  if (!hasPython()) throw new Error('python3 with venv is missing: install Python 3.9 or newer (Debian: python3-venv).')
  const folder = join(cwd, '.venv')
  const python = join(folder, 'bin', 'python')
  const marker = join(folder, 'installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(cwd, 'requirements.txt')))
    .digest('hex')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return python
  run('python3', ['-m', 'venv', folder], cwd)
  run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', 'requirements.txt'], cwd)
  writeFileSync(marker, wanted)
  return python
}

const run = (command: string, args: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr.trim()}`)
}
