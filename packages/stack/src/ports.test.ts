import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePorts } from './ports.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hansard-ports-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('each name has a port of its own, below those of outgoing connections', async () => {
  const ports = Object.values(await choosePorts(join(folder, 'ports.json'), ['a', 'b', 'c']))
  expect(new Set(ports).size).toBe(3)
  for (const port of ports) expect(port).toSatisfy((number: number) => number >= 20_000 && number < 32_000)
})

test('a port that is free again is kept', async () => {
  const file = join(folder, 'ports.json')
  expect(await choosePorts(file, ['a', 'b'])).toEqual(await choosePorts(file, ['a', 'b']))
})

test('a port that somebody has taken since the last time is replaced by another', async () => {
  const file = join(folder, 'ports.json')
  const { a } = await choosePorts(file, ['a'])
  const squatter = createServer().listen(a, '127.0.0.1')
  await once(squatter, 'listening')
  expect((await choosePorts(file, ['a'])).a).not.toBe(a)
  squatter.close()
})
