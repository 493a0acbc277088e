import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { root } from './root.mjs'

/**
 * The addresses and development secrets of the `npm start` that runs in this checkout, or with the same HANSARD_STATE, those that `env` does
 * not set; none when none runs.
 */
export const runningHansard = async (env) => {
  const { HANSARD_KEYS, ...rest } = await readRunning(stateFolder(env))
  // A file of keys says which key ring is meant: it is not joined by another.
  const found = HANSARD_KEYS === undefined || (env.HANSARD_KEYS_FILE ?? '') !== '' ? rest : { ...rest, HANSARD_KEYS }
  return Object.fromEntries(Object.entries(found).filter(([name]) => (env[name] ?? '') === ''))
}

const stateFolder = (env) => resolve(env.INIT_CWD ?? '', env.HANSARD_STATE || join(root, '.hansard'))

const readRunning = async (folder) => {
  try {
    const { pid, env } = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8'))
    process.kill(pid, 0)
    return { ...readAssignments(await readFile(join(folder, 'dev.env'), 'utf8').catch(() => '')), ...env }
  } catch {
    return {}
  }
}

/** The lines `NAME=value` of a text; others (comments) are passed over. */
const readAssignments = (text) => Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
