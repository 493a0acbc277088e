import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import getPort from 'get-port'
import { z } from 'zod'
import { writeAtomically } from './files.ts'

export const host = '127.0.0.1'

/**
 * A free port for every name: the one of the last time where it is still free. Below the range from which systems take the ports of
 * outgoing connections, so that none of those gets in the way between this answer and its use.
 */
export const choosePorts = async <Name extends string>(file: string, names: readonly Name[]): Promise<Readonly<Record<Name, number>>> => {
  const before = await readPorts(file)
  const chosen: Partial<Record<Name, number>> = {}
  for (const name of names) chosen[name] = await portLike(before[name])
  await writeAtomically(file, `${JSON.stringify({ ...before, ...chosen }, null, 2)}\n`)
  return chosen as Readonly<Record<Name, number>>
}

/** get-port passes over what it gave away in the last half minute, which a stack that is started again wants back. */
const portLike = async (before: number | undefined): Promise<number> =>
  before !== undefined && (await isFree(before)) ? before : freePort(randomPorts())

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

/** The first free one of `wanted`, else any. */
export const freePort = (wanted: readonly (number | undefined)[]): Promise<number> =>
  getPort({ port: wanted.filter((port) => port !== undefined), host })

const randomPorts = (): readonly number[] => Array.from({ length: 20 }, () => 20_000 + Math.floor(Math.random() * 12_000))

const readPorts = async (file: string): Promise<Readonly<Record<string, number>>> => {
  try {
    return z.record(z.string(), z.number()).parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}
