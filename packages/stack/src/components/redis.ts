import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { host } from '../ports.ts'
import { ask } from '../probe.ts'
import { createService } from '../processes/service.ts'
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

/** Redis that keeps nothing on disk: Hansard loses nothing with it but speed. */
export const createRedisServer = ({ command, port }: { readonly command: string; readonly port: number }, place: Place): Component =>
  embeddedComponent(`redis://${host}:${port}`, place.log, async () =>
    createService(
      {
        name: 'redis',
        command,
        args: ['--bind', host, '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', place.data, '--daemonize', 'no'],
        env: place.env,
        log: place.log,
        stopSignal: 'SIGTERM',
        stopWithinMs: 5_000,
        ready: async () => (await ask(port, Buffer.from('PING\r\n'), 5)).toString().startsWith('+PONG'),
        readyWithinMs: 15_000,
        onLost: place.onLost,
      },
      place.ledger,
    ),
  )
