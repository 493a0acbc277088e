import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKeyRing } from './key-ring.ts'

const key = randomBytes(32).toString('base64')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hansard-keys-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (text: string) => {
  const file = join(folder, `${randomBytes(4).toString('hex')}.keys`)
  writeFileSync(file, text)
  return file
}

test('is the one of the variable, or of the file, a key a line', () => {
  const file = fileOf(`# the newest first\nnew:${key}\r\nold:${key}\n`)
  expect(readKeyRing({ HANSARD_KEYS: `one:${key}` }).keyIds).toEqual(['one'])
  expect(readKeyRing({ HANSARD_KEYS_FILE: file }).keyIds).toEqual(['new', 'old'])
})

test.each([
  ['nothing is set', () => ({}), 'HANSARD_KEYS (or HANSARD_KEYS_FILE'],
  ['both are set', () => ({ HANSARD_KEYS: `a:${key}`, HANSARD_KEYS_FILE: fileOf(`b:${key}`) }), 'both set'],
  ['the file is not there', () => ({ HANSARD_KEYS_FILE: join(folder, 'none') }), 'cannot be read'],
  ['the file holds no key', () => ({ HANSARD_KEYS_FILE: fileOf('# none\n') }), 'HANSARD_KEYS_FILE: the key ring holds no key'],
  ['a key is too short', () => ({ HANSARD_KEYS: `a:${key.slice(0, 20)}` }), 'HANSARD_KEYS: key a must be 32 bytes'],
])('says what is wrong, without any key, when %s', (_, settings, problem) => {
  const read = () => readKeyRing(settings())
  expect(read).toThrow(expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(problem) }))
  expect(read).not.toThrow(key.slice(0, 20))
})
