import { expect, test } from 'vitest'
import { readHeap } from './heap.ts'

test('adds up what lives until a full collection', () => {
  const line = (space: string, bytes: number) => `nodejs_heap_space_size_used_bytes{space="${space}"} ${bytes}\n`
  const text = `# TYPE nodejs_heap_space_size_used_bytes gauge\n${line('new', 9_000)}${line('old', 100)}${line('code', 20)}${line('large_object', 3)}`
  expect(readHeap(text)).toBe(123)
})

test('takes no metrics for no leak', () => {
  expect(() => readHeap('# nothing\n')).toThrow('nodejs_heap_space_size_used_bytes')
})
