import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { missingPaths, referencesIn } from './references.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync('{apps,packages,e2e,chaos,bench,scripts,docs}/**', {
  cwd: root,
  exclude: (name) => name === 'node_modules' || name === '.hansard',
})
const tests = files
  .filter((file) => file.endsWith('.test.ts') || file.endsWith('suite.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')

test('finds what a table names, and what of it is missing', () => {
  const found = referencesIn('| a | `zoom/{vtt,gone}.ts`, `not a path` | "reads whatever"; `*/events.test.ts` |\n`outside.ts` "no table"')
  expect(found).toEqual({ paths: ['zoom/vtt.ts', 'zoom/gone.ts', '*/events.test.ts'], titles: ['reads whatever'] })
  expect(missingPaths(found.paths, ['packages/platforms/src/zoom/vtt.ts', 'otter/events.test.ts'])).toEqual(['zoom/gone.ts'])
})

test.each(['docs/specification.md', 'docs/security.md'])('every file and test that %s names is there', (document) => {
  const { paths, titles } = referencesIn(readFileSync(join(root, document), 'utf8'))
  expect(paths.length).toBeGreaterThan(20)
  expect(missingPaths(paths, files)).toEqual([])
  expect(titles.filter((title) => !tests.includes(title))).toEqual([])
})
