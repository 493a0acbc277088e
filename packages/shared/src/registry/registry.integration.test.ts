import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { avro, bytes } from '../contracts/contract.ts'
import { PermanentError, UnavailableError } from '../errors.ts'
import { uuidV7 } from '../ids.ts'
import type { Topic } from '../stage/stage.ts'
import { createRegistry } from './registry.ts'

const url = process.env['SCHEMA_REGISTRY_URL'] ?? ''
const field = (name: string, type: unknown, more = {}) => ({ name, type, ...more })
const contractOf = <T>(...fields: readonly object[]) =>
  avro<T>(JSON.stringify({ type: 'record', name: 'Thing', namespace: 'test', fields }))

interface Thing {
  readonly name: string
}
const topic = <T>(name: string, contract: Topic<T>['contract']): Topic<T> => ({ name, contract })

test('what one process writes another reads, and registering again changes nothing', async () => {
  const things = topic<Thing>(`things-${uuidV7()}`, contractOf<Thing>(field('name', 'string')))
  const raw = topic<Buffer>('raw', bytes)
  await createRegistry(url).register([things, raw])
  await createRegistry(url).register([things])
  const written = (await createRegistry(url).codec([things, raw])).encode(things.contract, things.name, { name: 'é' })
  const codec = await createRegistry(url).codec([things])
  expect(await codec.decode(things.contract, written)).toEqual({ name: 'é' })
})

test('an older reader reads what a newer version writes, having looked its schema up', async () => {
  const name = `things-${uuidV7()}`
  const older = topic<Thing>(name, contractOf<Thing>(field('name', 'string')))
  const newer = topic<Thing & { size: number | null }>(
    name,
    contractOf(field('name', 'string'), field('size', ['null', 'int'], { default: null })),
  )
  await createRegistry(url).register([older])
  const reader = await createRegistry(url).codec([older])
  await createRegistry(url).register([newer])
  const written = (await createRegistry(url).codec([newer])).encode(newer.contract, name, { name: 'a', size: 4 })
  expect(await reader.decode(older.contract, written)).toEqual({ name: 'a' })
})

test('a version that old readers could not read is refused', async () => {
  const name = `things-${uuidV7()}`
  await createRegistry(url).register([topic(name, contractOf(field('name', 'string')))])
  const incompatible = topic(name, contractOf(field('name', 'string'), field('required', 'int')))
  await expect(createRegistry(url).register([incompatible])).rejects.toBeInstanceOf(PermanentError)
})

test('a schema nobody registered is the record’s fault', async () => {
  const things = topic<Thing>(`things-${uuidV7()}`, contractOf<Thing>(field('name', 'string')))
  await createRegistry(url).register([things])
  const codec = await createRegistry(url).codec([things])
  await expect(codec.decode(things.contract, Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]))).rejects.toBeInstanceOf(PermanentError)
})

test('a registry that cannot be reached is unavailable', async () => {
  const things = topic<Thing>('things', contractOf<Thing>(field('name', 'string')))
  await expect(createRegistry('http://127.0.0.1:1').codec([things])).rejects.toBeInstanceOf(UnavailableError)
})

test('a registry that takes the question and never answers is unavailable', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const things = topic<Thing>('things', contractOf<Thing>(field('name', 'string')))
  await expect(createRegistry(`http://127.0.0.1:${port}`, 100).codec([things])).rejects.toBeInstanceOf(UnavailableError)
  server.closeAllConnections()
  server.close()
})
