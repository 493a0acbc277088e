import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const folders = [root, import.meta.dirname, join(import.meta.dirname, '../registry')]

/** Rows of the document's tables: their last cells, which name the tests. */
const cells = readFileSync(join(root, 'docs/kafka-client.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| trap |'))
  .map((line) => line.split(' | ').at(-1) ?? '')

test('every trap of the Kafka client has a test, which is where the document says', () => {
  expect(cells.length).toBeGreaterThan(30)
  for (const cell of cells) {
    const named = cell.split(';').map((part) => ({
      file: /`([^`]+\.test\.ts|contract-suite\.ts)`/.exec(part)?.[1] ?? '',
      names: [...part.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
    }))
    for (const { file, names } of named) {
      const path = folders.map((folder) => join(folder, file)).find((each) => file !== '' && existsSync(each))
      expect(path, cell).toBeDefined()
      const text = readFileSync(path ?? '', 'utf8')
      for (const name of names) expect(text, file).toContain(name)
    }
  }
})
