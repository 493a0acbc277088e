// The one way in for `npm start`, `npm test` and `npm run` with one of the commands below: makes sure that what a command needs is
// there, then runs it with the Node this project brings along. Plain JavaScript without dependencies: it is run by whatever Node there is.
import { join } from 'node:path'
import { runChild } from './run/child.mjs'
import { installDependencies } from './run/install.mjs'
import { endWithNpm } from './run/npm.mjs'
import { checkPrerequisites, Missing } from './run/prerequisites.mjs'
import { root, runtime } from './run/root.mjs'
import { runningHansard } from './run/running.mjs'

/** `needs`: what must be there; `joins`: works with a running `npm start`, whose addresses and secrets it takes unless told others. */
const commands = {
  start: { entry: 'packages/stack/src/start/main.ts', java: () => true },
  test: {
    entry: 'scripts/test/main.ts',
    java: (args) => args.length === 0 || args.some((part) => ['integration', 'e2e', 'chaos'].includes(part)),
  },
  send: { entry: 'packages/simulator/src/send/main.ts', joins: true },
  hansard: { entry: 'apps/cli/src/main.ts', joins: true },
  provision: { entry: 'packages/shared/src/provision/main.ts', joins: true },
  audit: { entry: 'scripts/audit/main.ts' },
  subscribe: { entry: 'examples/subscribers/main.ts', joins: true },
  generate: { entry: ['packages/reference/src/generate.ts', 'infra/helm/settings/main.ts'] },
  docs: { entry: 'packages/reference/src/pages/main.ts' },
  chaos: { entry: 'chaos/src/main.ts', java: () => true },
  eval: { entry: 'eval/src/main.ts' },
  fuzz: { entry: 'scripts/fuzz/main.ts' },
  bench: { entry: 'bench/src/main.ts', java: () => true },
  tenants: { entry: 'chaos/src/tenants/main.ts', java: () => true },
  absence: { entry: 'chaos/src/absence/main.ts', java: () => true },
}

endWithNpm(process.env)
const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined

try {
  if (command === undefined) throw new Missing(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`)
  const wantsHelp = args.includes('--help') || args.includes('-h')
  checkPrerequisites({ java: !wantsHelp && (command.java?.(args) ?? false), env: process.env })
  await installDependencies(process.env)
  const env = command.joins === true ? { ...process.env, ...(await runningHansard(process.env)) } : process.env
  // npm moves to the checkout's root; files that a user names are meant from where the user is.
  const node = await runtime()
  const around = { env, cwd: process.env.INIT_CWD ?? process.cwd() }
  for (const entry of [command.entry].flat()) await runChild(node, [join(root, entry), ...args], around)
} catch (error) {
  if (!(error instanceof Missing)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
