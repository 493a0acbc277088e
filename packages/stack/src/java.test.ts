import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findJava } from './java.ts'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hansard-java-'))
  await mkdir(join(home, 'bin'))
})
afterEach(() => rm(home, { recursive: true }))

const install = (script: string) => writeFile(join(home, 'bin', 'java'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
const find = () => findJava({ JAVA_HOME: home, PATH: process.env['PATH'] })

test.each(['17.0.15', '21', '25-ea'])('takes Java %s, and tells installations apart', async (version) => {
  await install(`echo 'openjdk version "${version}" 2026-01-01' >&2`)
  const java = await find()
  expect(java.command).toBe(join(home, 'bin', 'java'))
  await install(`echo 'another vendor version "${version}" 2026-01-01' >&2`)
  expect((await find()).fingerprint).not.toBe(java.fingerprint)
})

test.each([
  ['1.8.0_402', 'Java 8 is too old'],
  ['11.0.2', 'Java 11 is too old'],
])('refuses Java %s with one sentence', async (version, sentence) => {
  await install(`echo 'openjdk version "${version}"' >&2`)
  await expect(find()).rejects.toThrow(`${sentence}: install Java 17 or newer`)
})

test('a java that only says that there is none counts as missing, as no java does', async () => {
  await expect(find()).rejects.toThrow('Java is missing: install Java 17')
  await install('echo "Unable to locate a Java Runtime." >&2; exit 1')
  await expect(find()).rejects.toThrow('Java is missing: install Java 17')
})
