import { expect, test } from 'vitest'
import { corpusOf, sizes } from './corpus.ts'

test('bodies have exactly the size asked for, differ, and are readable JSON', () => {
  for (const bytes of Object.values(sizes)) {
    const bodies = corpusOf(bytes, 3, 'test')
    expect(bodies.map((body) => Buffer.byteLength(body))).toEqual([bytes, bytes, bytes])
    expect(new Set(bodies).size).toBe(3)
    for (const body of bodies) expect(JSON.parse(body)).toHaveProperty('data.id')
  }
})
