import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecrets } from './secrets.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hansard-secrets-'))
})
afterEach(() => rm(folder, { recursive: true }))

const file = () => join(folder, 'state', 'dev.env')

test('makes every secret once, and keeps them for the next start', async () => {
  const first = await readSecrets(file(), {})
  expect(new Set(Object.values(first)).size).toBe(5)
  expect(await readSecrets(file(), {})).toEqual(first)
})

test('the file is for its owner alone', async () => {
  await readSecrets(file(), {})
  expect((await stat(file())).mode & 0o777).toBe(0o600)
})

test('the key ring it makes is one', async () => {
  const { HANSARD_KEYS } = await readSecrets(file(), {})
  expect(parseKeyRing(HANSARD_KEYS).currentKeyId).toBe('dev')
})

test('the environment wins and is not written down; an empty variable is none', async () => {
  const secrets = await readSecrets(file(), { ZOOM_WEBHOOK_SECRET: 'from-the-environment', OTTER_WEBHOOK_SECRET: '' })
  expect(secrets.ZOOM_WEBHOOK_SECRET).toBe('from-the-environment')
  expect(secrets.OTTER_WEBHOOK_SECRET).toMatch(/^[\w-]{32}$/)
  expect(await readFile(file(), 'utf8')).not.toContain('from-the-environment')
})

test('what surrounds a secret in the environment is not of it', async () => {
  const secrets = await readSecrets(file(), { ZOOM_WEBHOOK_SECRET: ' s3cret\n', OTTER_WEBHOOK_SECRET: '\n' })
  expect(secrets.ZOOM_WEBHOOK_SECRET).toBe('s3cret')
  expect(secrets.OTTER_WEBHOOK_SECRET).toMatch(/^[\w-]{32}$/)
})

test('a file of keys is taken for the key ring, and is not copied', async () => {
  const keys = join(folder, 'keys')
  await writeFile(keys, 'mine:key\n')
  expect(await readSecrets(file(), { HANSARD_KEYS_FILE: keys })).toMatchObject({ HANSARD_KEYS: 'mine:key\n' })
  expect(await readFile(file(), 'utf8')).not.toContain('HANSARD_KEYS')
})

test('adds what is missing and leaves the rest of the file as it was', async () => {
  const { HANSARD_KEYS, ZOOM_WEBHOOK_SECRET } = await readSecrets(file(), { OPERATOR_TOKEN: 'mine' })
  const later = await readSecrets(file(), {})
  expect(later).toMatchObject({ HANSARD_KEYS, ZOOM_WEBHOOK_SECRET })
  expect(later.OPERATOR_TOKEN).not.toBe('mine')
})
