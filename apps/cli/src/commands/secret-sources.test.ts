import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { givenSecrets } from './secret-sources.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hansard-secret-'))
})
afterEach(() => rm(folder, { recursive: true }))

const unasked = () => Promise.reject(new Error('nobody is to be asked'))
/** The same text by each way there is. */
const ways = {
  'a variable': (text: string) => givenSecrets({ secretFromEnv: ['SECRET'] }, { SECRET: text }, unasked, ''),
  'a file': async (text: string) => {
    const file = join(folder, 'secret')
    await writeFile(file, text)
    return givenSecrets({ secretFromFile: [file] }, {}, unasked, '')
  },
  'a prompt': (text: string) => givenSecrets({}, {}, async () => text, ''),
}

describe.each(Object.entries(ways))('a secret from %s', (_way, given) => {
  test.each([
    's3cret-of-the-harbour\n',
    's3cret-of-the-harbour\r\n',
    '  s3cret-of-the-harbour\t\n\n',
    '\uFEFFs3cret-of-the-harbour',
    's3cret-of-the-harbour',
  ])('is the same whatever surrounds it: %j', async (text) => {
    expect(await given(text)).toEqual(['s3cret-of-the-harbour'])
  })
  test('keeps what is inside', async () => {
    expect(await given('two words\n')).toEqual(['two words'])
  })
})

test.each(['', '\n', ' \t'])('nothing but %j is none', async (text) => {
  await expect(ways['a variable'](text)).rejects.toThrow(/^The variable SECRET, which should hold the secret, is (?:empty|not set)\.$/)
  await expect(ways['a file'](text)).rejects.toThrow(/is empty\.$/)
  expect(await ways['a prompt'](text)).toBeUndefined()
})
