import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { host } from '../ports.ts'
import { createService } from '../processes/service.ts'
import { embeddedComponent } from './component.ts'
import type { Component, Place } from './component.ts'
import { findPostgres, openCopy, openToAll } from './postgres-binaries.ts'
import { serverUser } from './postgres-user.ts'
import type { ServerUser } from './postgres-user.ts'
import { exists } from '../files.ts'

const run = promisify(execFile)

const role = 'hansard'
const database = 'hansard'

/** Where things go that PostgreSQL's user could not reach below the folder of the user root. */
const rootsPlace = '/var/lib/hansard'

/** PostgreSQL with one database, `hansard`, on this machine alone. */
export const createPostgresServer = async ({ port }: { readonly port: number }, place: Place): Promise<Component> => {
  const user = await serverUser()
  const cluster = join(await folderFor(place.data, user), 'cluster')
  const password = await passwordOf(cluster, join(place.data, 'password'))
  const url = (name: string): string => `postgres://${role}:${password}@${host}:${port}/${name}`
  return embeddedComponent(url(database), place.log, async () => {
    const home = await homeFor(user)
    if (!(await exists(cluster))) await initialise(home, cluster, password, user, place.env)
    const settings = { listen_addresses: host, unix_socket_directories: '', shared_buffers: '64MB', timezone: 'UTC', log_timezone: 'UTC' }
    return createService(
      {
        name: 'postgres',
        command: join(home, 'bin', 'postgres'),
        args: ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
        env: place.env,
        // Node's own working directory may be closed to the server's user.
        cwd: '/',
        ...user,
        log: place.log,
        // "Fast": ends the sessions in hand, where SIGTERM would wait for them.
        stopSignal: 'SIGINT',
        stopWithinMs: 15_000,
        ready: () => withDatabase(url('postgres'), ensureDatabase),
        readyWithinMs: 30_000,
        onLost: place.onLost,
      },
      place.ledger,
    )
  })
}

/** Made with the cluster: a cluster that is there without its password is one whose state was forgotten. */
const passwordOf = async (cluster: string, file: string): Promise<string> => {
  if (!(await exists(file))) {
    await rm(cluster, { recursive: true, force: true })
    await writeFile(file, randomBytes(18).toString('hex'), { mode: 0o600 })
  }
  return readFile(file, 'utf8')
}

/** `data`, or where the server's user cannot get there (a folder below /root, say) one of the same meaning where it can. */
const folderFor = async (data: string, user: ServerUser): Promise<string> => {
  if (user.uid === undefined || (await openToAll(data))) return data
  const clusters = join(rootsPlace, 'clusters')
  await mkdir(clusters, { recursive: true, mode: 0o755 })
  await forgetDeleted(clusters)
  const folder = join(clusters, createHash('sha256').update(data).digest('hex').slice(0, 12))
  await mkdir(folder, { recursive: true, mode: 0o755 })
  await writeFile(join(folder, standsFor), data)
  return folder
}

const standsFor = 'stands-for'

/** A checkout that is deleted takes its clusters along, those elsewhere at the next start of another. */
const forgetDeleted = async (clusters: string): Promise<void> => {
  for (const name of await readdir(clusters)) {
    const data = await readFile(join(clusters, name, standsFor), 'utf8').catch(() => undefined)
    if (data !== undefined && !(await exists(data))) await rm(join(clusters, name), { recursive: true, force: true })
  }
}

const homeFor = async (user: ServerUser): Promise<string> => {
  const { home, version } = await findPostgres()
  return user.uid === undefined || (await openToAll(join(home, 'bin', 'postgres')))
    ? home
    : openCopy(home, join(rootsPlace, `postgres-${version}`))
}

/** Under another name until it is finished: a start that was killed half-way leaves nothing that looks complete. */
const initialise = async (home: string, cluster: string, password: string, user: ServerUser, env: NodeJS.ProcessEnv): Promise<void> => {
  const draft = `${cluster}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  const passwordFile = `${draft}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  try {
    if (user.uid !== undefined) {
      await chown(draft, user.uid, user.gid)
      await chown(passwordFile, user.uid, user.gid)
    }
    // The locale is PostgreSQL's own, not the system's: text sorts the same everywhere.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const args = [`--pgdata=${draft}`, `--username=${role}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', ...locale]
    await run(join(home, 'bin', 'initdb'), args, { env, cwd: '/', ...user })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, cluster)
}

const withDatabase = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  // A server that stops while it is asked must not end this process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const ensureDatabase = async (client: Client): Promise<boolean> => {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
  return true
}
