import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { foreignImages, pinOf, usedImages } from './pins.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))
const hex = 'c'.repeat(64)

// Unpinned is no fault: the registries must be asked, which infra/docker/pin-images.sh does. `--reporter=verbose` shows which they are.
test.for(usedImages())('%s is not pinned wrongly', async (image, { annotate }) => {
  const { digest } = pinOf(image)
  expect(digest ?? 'sha256:').toMatch(/^sha256:/)
  if (digest === undefined) await annotate(`${image} is not pinned: run infra/docker/pin-images.sh`, 'warning')
})

test('an image may have a digest behind its tag, and nothing but a digest', () => {
  expect(pinOf('redis:8.2-alpine')).toEqual({ tagged: 'redis:8.2-alpine' })
  expect(pinOf(`gcr.io/distroless/cc:nonroot@sha256:${hex}`)).toEqual({ tagged: 'gcr.io/distroless/cc:nonroot', digest: `sha256:${hex}` })
  for (const wrong of [`redis@sha256:${hex}`, 'redis', 'localhost:5000/redis']) expect(() => pinOf(wrong)).toThrow('has no tag')
  for (const wrong of ['sha256:', 'sha256:c0ffee', `sha256:${hex}0`, `sha512:${hex}`, '', `sha256:${hex}@sha256:${hex}`])
    expect(() => pinOf(`redis:8@${wrong}`)).toThrow('has a digest that is none')
})

/** A folder with copies of what is pinned, and a `docker` whose registries know every image but `unknown`. */
const prepare = async (unknown = 'none') => {
  const folder = await mkdtemp(join(tmpdir(), 'hansard-pins-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const docker = join(folder, 'docker')
  const answer = `case "$6" in ${unknown}*) echo 'not found' >&2; exit 1;; esac\nprintf '"sha256:%s"\\n' "$(printf %s "$6" | sha256sum | cut -c 1-64)"\n`
  await writeFile(docker, `#!/bin/sh\n[ "$1 $2 $3 $4" = 'buildx imagetools inspect --format' ] || exit 2\n${answer}`, { mode: 0o755 })
  const files = ['docker-compose.yml', 'Dockerfile'].map((name) => join(folder, name))
  for (const file of files) await copyFile(join(here, '../..', file.slice(folder.length)), file)
  const texts = () => Promise.all(files.map((file) => readFile(file, 'utf8')))
  const script = (name: string, ...args: readonly string[]) => run(join(here, name), args, { env: { ...process.env, DOCKER: docker } })
  return { texts, pin: () => script('pin-images.sh', ...files), script }
}

test('one command pins all of them, changes nothing else, and can be repeated', async () => {
  const { texts, pin } = await prepare()
  const before = await texts()
  await pin()
  const after = await texts()
  const images = after.flatMap(foreignImages).map(pinOf)
  expect([...new Set(images.map(({ tagged }) => tagged))]).toEqual(usedImages().map((image) => pinOf(image).tagged))
  for (const { digest } of images) expect(digest).toBeDefined()
  const unpinned = (text: string) => text.replaceAll(/@sha256:[0-9a-f]{64}/g, '')
  expect(after.map(unpinned)).toEqual(before.map(unpinned))
  await pin()
  expect(await texts()).toEqual(after)
})

test('where one is not found nothing is written', async () => {
  const { texts, pin } = await prepare('redis')
  const before = await texts()
  await expect(pin()).rejects.toThrow('not found')
  expect(await texts()).toEqual(before)
})

test('the digests of Hansard’s own images come out as values of the chart', async () => {
  const { script } = await prepare()
  const { stdout } = await script('digests.sh', 'registry.example.com/hansard', '1.2.3')
  const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string
  const apps = ['ingress', 'verifier', 'deduper', 'transcript-processor', 'merger', 'recorder'].map((app) => [app, { digest }])
  expect(parse(stdout)).toEqual({ apps: Object.fromEntries(apps) as unknown, provision: { digest } })
})
