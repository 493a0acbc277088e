import { join, relative, resolve } from 'node:path'

/** Where a start keeps its state. */
export interface StateFolder {
  readonly path: string
  /** As people are told of it: from the checkout where it is in there. */
  readonly shown: string
  /** What stands before a command that is to find this one: nothing for the usual folder. */
  readonly commands: string
}

/** `.hansard` in the checkout, or what HANSARD_STATE says (scripts/run/running.mjs reads it likewise). */
export const stateFolder = (root: string, env: NodeJS.ProcessEnv): StateFolder => {
  const usual = join(root, '.hansard')
  const given = env['HANSARD_STATE'] ?? ''
  const path = given === '' ? usual : resolve(given)
  const inside = relative(root, path)
  return {
    path,
    shown: inside.startsWith('..') ? path : inside,
    commands: path === usual ? '' : `HANSARD_STATE=${path} `,
  }
}
