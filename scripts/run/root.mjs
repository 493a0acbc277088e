import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Missing } from './prerequisites.mjs'

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The Node that runs TypeScript: the one of the `node` package, or, where install scripts are switched off, this one if it is new enough. */
export const runtime = async () => {
  const own = join(root, 'node_modules', 'node', 'bin', 'node')
  const found = await stat(own).catch(() => undefined)
  if (found !== undefined) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Missing(
    `The install script of the npm package "node" did not run, and Node ${process.versions.node} is too old to run Hansard by itself: ` +
      'install Node 24, or allow install scripts (npm config set ignore-scripts false), remove node_modules and start again.',
  )
}
