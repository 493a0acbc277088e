import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleFolder, bundles, fileName } from './pinned.ts'
import { verifyFile } from './verify.ts'

describe('the pinned files', () => {
  test('none is pinned twice, and Kafka has its broker and a logger', () => {
    const names = Object.values(bundles).flatMap(({ files }) => files.map(fileName))
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining([`kafka_2.13-${bundles.kafka.version}.jar`, expect.stringMatching(/^slf4j-simple-/)]))
  })

  test('a bundle has a folder of its own for every version and content', () => {
    expect(bundleFolder('kafka')).toMatch(/^kafka-4\.\d+\.\d+-[0-9a-f]{8}$/)
    expect(bundleFolder('registry')).toMatch(/^registry-2\.6\.13\.Final-[0-9a-f]{8}$/)
  })
})

describe('what was downloaded', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hansard-verify-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const file = {
    group: 'g',
    artifact: 'a',
    version: '1',
    type: 'jar',
    size: 5,
    sha512: createHash('sha512').update('right').digest('hex'),
  } as const

  test('is accepted when it is the pinned file', async () => {
    await writeFile(join(folder, 'a-1.jar'), 'right')
    await expect(verifyFile(folder, file)).resolves.toBeUndefined()
  })

  test.each([
    ['other contents of the same size', 'wrong'],
    ['a file that was cut off', 'righ'],
    ['an error page', '<html>'],
  ])('is refused when it is %s', async (_, contents) => {
    await writeFile(join(folder, 'a-1.jar'), contents)
    await expect(verifyFile(folder, file)).rejects.toThrow('is not the file that was expected')
  })

  test('is refused when it is not there', async () => {
    await expect(verifyFile(folder, file)).rejects.toThrow('a-1.jar was not downloaded.')
  })
})
