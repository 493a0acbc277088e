import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateData } from './private-folders.ts'

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hansard-private-'))
})
afterEach(() => rm(stateDir, { recursive: true }))

const modeOf = async (...path: string[]): Promise<number> => (await stat(join(stateDir, ...path))).mode & 0o777

test('what the stack keeps can be read by its owner only, also where it was open before', async () => {
  await mkdir(join(stateDir, 'data', 'redis'), { recursive: true })
  await chmod(join(stateDir, 'data'), 0o755)
  await chmod(join(stateDir, 'data', 'redis'), 0o755)
  await privateData(stateDir, ['redis', 'postgres'], false)
  expect(await Promise.all([modeOf('data'), modeOf('data', 'redis'), modeOf('data', 'postgres')])).toEqual([0o700, 0o700, 0o700])
})

test('for root others may pass to the folder of PostgreSQL’s user, and list or read nothing', async () => {
  await privateData(stateDir, ['kafka', 'postgres'], true)
  expect(await Promise.all([modeOf('data'), modeOf('data', 'kafka'), modeOf('data', 'postgres')])).toEqual([0o711, 0o700, 0o711])
})
