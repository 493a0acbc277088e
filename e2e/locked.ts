import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createKafka } from '@hansard/shared/kafka/kafka'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { createRedis, type Redis } from '@hansard/shared/redis/redis'
import { createRegistry, type Registry } from '@hansard/shared/registry/registry'
import { kafkaAccess, redisAccess, registryAccess } from '@hansard/shared/runtime/access'
import { kafkaConfig, readConfig, redisConfig } from '@hansard/shared/runtime/config'
import { createLogger } from '@hansard/shared/runtime/logger'
import { clientSettings } from '@hansard/stack/security/lock'
import { startStack, type Stack } from '@hansard/stack/stack'
import { z } from 'zod'
import { appNames, type AppName } from './app-process.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export type User = AppName | 'cli'
const users: readonly User[] = [...appNames, 'cli']

/** Hansard's dependencies, each asking who is there and permitting what is granted and nothing else. */
export interface Locked {
  readonly stack: Stack
  /** As whom nothing is forbidden. */
  readonly admin: NodeJS.ProcessEnv
  /** The settings of one app. */
  envOf(user: User): NodeJS.ProcessEnv
}

/** Brings up the stack with authorisation on, provisions it with every grant, and gives each user a password. `settings`: of all. `opened`: what to let go of. */
export const startLocked = async (stateDir: string, settings: NodeJS.ProcessEnv, opened: AsyncDisposableStack): Promise<Locked> => {
  const passwords = Object.fromEntries(users.map((user) => [user, randomBytes(12).toString('hex')])) as Record<User, string>
  const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }
  const stack = await startStack({
    stateDir,
    fresh: true,
    env: { ...process.env, ...noAddresses },
    access: {
      users: Object.fromEntries(users.map((user) => [`hansard-${user}`, passwords[user]])),
      admin: { name: 'admin', password: randomBytes(12).toString('hex') },
      redisAcl: await readFile(join(root, 'packages/shared/security/redis-users.acl'), 'utf8'),
    },
  })
  opened.defer(() => stack.stop())
  const certificateFile = stack.env['KAFKA_CA_FILE'] ?? ''
  const registry = await lockRegistry(stack.registry.url, dirname(certificateFile))
  opened.defer(registry.close)
  const admin = { ...process.env, ...settings, ...stack.env, ...registry.env }
  await promisify(execFile)(process.execPath, [join(root, 'packages/shared/src/provision/main.ts'), '--acls', '--grants'], { env: admin })
  const owner = createPostgres(stack.postgres.url, { max: 1 })
  for (const user of users) await owner.query(`ALTER ROLE ${roleOf(user)} PASSWORD '${passwords[user]}'`)
  await owner.close()
  return {
    stack,
    admin,
    envOf(user) {
      const password = passwords[user]
      return {
        ...admin,
        ...clientSettings({ certificateFile }, { name: `hansard-${user}`, password }),
        REDIS_URL: withUser(stack.redis.url, `hansard-${user}`, password),
        DATABASE_URL: withUser(stack.postgres.url, roleOf(user), password),
      }
    },
  }
}

const roleOf = (user: User): string => `hansard_${user.replaceAll('-', '_')}`

const withUser = (url: string, username: string, password: string): string => Object.assign(new URL(url), { username, password }).href

/** The registry behind TLS and HTTP Basic, as a gateway puts it: Apicurio itself knows names through an OpenID server only. */
const lockRegistry = async (url: string, folder: string) => {
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(join(folder, 'certificate.pem'))])
  const password = randomBytes(12).toString('hex')
  const expected = `Basic ${Buffer.from(`hansard:${password}`).toString('base64')}`
  const server = createServer({ key, cert }, (incoming, response) => {
    if (incoming.headers.authorization !== expected) return void response.writeHead(401).end()
    const { authorization: _, host: __, ...headers } = incoming.headers
    const onward = request(new URL(incoming.url ?? '', url), { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    env: {
      SCHEMA_REGISTRY_URL: `https://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(url).pathname}`,
      SCHEMA_REGISTRY_USERNAME: 'hansard',
      SCHEMA_REGISTRY_PASSWORD: password,
      SCHEMA_REGISTRY_CA_FILE: join(folder, 'certificate.pem'),
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Connections with these settings. `opened`: what to let go of. */
export const connectAs = (
  env: NodeJS.ProcessEnv,
  opened: AsyncDisposableStack,
): { readonly kafka: Kafka; readonly postgres: Postgres; readonly redis: Redis; readonly registry: Registry } => {
  const config = readConfig(z.object({ ...kafkaConfig, ...redisConfig }), env)
  const kafka = createKafka({ ...kafkaAccess(config), clientId: 'e2e', log: createLogger('e2e', 'silent') })
  const postgres = createPostgres(env['DATABASE_URL'] ?? '', { max: 1 })
  const redis = createRedis(redisAccess(config))
  opened.defer(() => kafka.close())
  opened.defer(() => postgres.close())
  opened.defer(() => redis.disconnect())
  return { kafka, postgres, redis, registry: createRegistry(registryAccess(config)) }
}
