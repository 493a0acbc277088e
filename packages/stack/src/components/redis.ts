import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { host } from '../ports.ts'
import { ask } from '../probe.ts'
import { createService } from '../processes/service.ts'
import { type Lock, redisUsers } from '../security/lock.ts'
import { embeddedComponent } from './component.ts'
import type { Component, Place } from './component.ts'

/** The `redis-server` of this machine when it is new enough (6), else undefined. */
export const installedRedis = (env: NodeJS.ProcessEnv): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile('redis-server', ['--version'], { env }, (error, stdout) => {
      const major = Number(/v=(\d+)/.exec(stdout)?.[1] ?? 0)
      resolve(error === null && major >= 6 ? 'redis-server' : undefined)
    })
  })

/** The server in the downloaded bundle. */
export const bundledRedis = (bundle: string): string => join(bundle, 'redis-server')

export interface RedisOptions {
  readonly command: string
  readonly port: number
  /** Absent: open to all of this machine. */
  readonly lock?: Lock | undefined
}

/** Redis that keeps nothing on disk: Hansard loses nothing with it but speed. */
export const createRedisServer = (options: RedisOptions, place: Place): Component => {
  const { command, port, lock } = options
  const address = lock === undefined ? `redis://${host}:${port}` : `rediss://${lock.admin.name}:${lock.admin.password}@${host}:${port}`
  return embeddedComponent(address, place.log, async () =>
    createService(
      {
        name: 'redis',
        command,
        args: [
          '--bind',
          host,
          ...(await listening(options, place)),
          '--save',
          '',
          '--appendonly',
          'no',
          '--dir',
          place.data,
          '--daemonize',
          'no',
        ],
        env: place.env,
        log: place.log,
        stopSignal: 'SIGTERM',
        stopWithinMs: 5_000,
        ready: async () =>
          (await ask(port, Buffer.from('PING\r\n'), 5, lock?.certificateFile))
            .toString()
            .startsWith(lock === undefined ? '+PONG' : '-NOAU'),
        readyWithinMs: 15_000,
        onLost: place.onLost,
      },
      place.ledger,
    ),
  )
}

const listening = async ({ port, lock }: RedisOptions, place: Place): Promise<readonly string[]> => {
  if (lock === undefined) return ['--port', String(port)]
  const file = join(place.data, 'users.acl')
  await writeFile(file, redisUsers(lock), { mode: 0o600 })
  const tls = ['--tls-cert-file', lock.certificateFile, '--tls-key-file', lock.keyFile, '--tls-ca-cert-file', lock.certificateFile]
  return ['--port', '0', '--tls-port', String(port), ...tls, '--tls-auth-clients', 'no', '--aclfile', file]
}
