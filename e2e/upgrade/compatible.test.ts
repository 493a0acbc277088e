import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import avsc from 'avsc'
import { expect, test } from 'vitest'
import { previousCommit } from './previous.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd: root, encoding: 'utf8' })
const before = (path: string): string => git('show', `${previousCommit}:${path}`)
const filesBefore = (folder: string, ending: string): readonly string[] =>
  git('ls-tree', '--name-only', previousCommit, `${folder}/`)
    .split('\n')
    .filter((path) => path.endsWith(ending))

test.each(filesBefore('packages/shared/contracts', '.avsc'))('%s: each version reads what the other writes', (path) => {
  const [old, current] = [before(path), readFileSync(join(root, path), 'utf8')].map((text) =>
    avsc.Type.forSchema(JSON.parse(text) as avsc.Schema),
  )
  // Throws where a reader could not.
  expect(() => [current!.createResolver(old!), old!.createResolver(current!)]).not.toThrow()
})

test.each(filesBefore('packages/shared/migrations', '.sql'))('%s was released: it is not changed any more', (path) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(before(path))
})

/** What takes away from under the feet of the version before, or asks of it what it does not know. Comments and the way back do not count. */
const harmful = [
  /\bDROP\s+(?:TABLE|COLUMN|SCHEMA|TYPE|VIEW)\b/i,
  /\bRENAME\s+(?:TO|COLUMN)\b/i,
  /\bALTER\s+COLUMN\s+\S+\s+(?:TYPE|SET\s+DATA\s+TYPE|SET\s+NOT\s+NULL)\b/i,
  /\bADD\s+COLUMN\s+(?:IF\s+NOT\s+EXISTS\s+)?\S+\s+(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT\s+NULL\b/i,
]
const breaks = (sql: string): readonly string[] => {
  const [up = ''] = sql.split(/^-- Down Migration/m)
  return harmful.flatMap((pattern) => pattern.exec(up.replaceAll(/--.*$/gm, ''))?.[0] ?? [])
}

test('new migrations only add: the version before goes on with what it knows', () => {
  const known = new Set(filesBefore('packages/shared/migrations', '.sql').map((path) => path.split('/').at(-1)))
  const added = readdirSync(join(root, 'packages/shared/migrations')).filter((name) => !known.has(name))
  const found = added.flatMap((name) =>
    breaks(readFileSync(join(root, 'packages/shared/migrations', name), 'utf8')).map((what) => `${name}: ${what}`),
  )
  expect(found).toEqual([])
})

test('what breaks the version before is recognised', () => {
  expect(breaks('ALTER TABLE a DROP COLUMN b;')).not.toEqual([])
  expect(breaks('ALTER TABLE a RENAME COLUMN b TO c;')).not.toEqual([])
  expect(breaks('ALTER TABLE a ALTER COLUMN b SET NOT NULL;')).not.toEqual([])
  expect(breaks('ALTER TABLE a ADD COLUMN b text NOT NULL;')).not.toEqual([])
  expect(breaks("ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT '';\n-- DROP TABLE x\nCREATE TABLE c (d text NOT NULL);")).toEqual([])
})
