import { describe, expect, test } from 'vitest'
import { boundedLabel } from './bounded-label.ts'

describe('a label whose values come from others', () => {
  test('takes on no more values than it may', () => {
    const label = boundedLabel(3)
    const values = Array.from({ length: 1_000 }, (_, n) => label(`value-${n}`))
    expect(new Set(values)).toEqual(new Set(['value-0', 'value-1', 'value-2', 'other']))
    expect(label('value-1')).toBe('value-1')
  })

  test('spends none of them on what is no name', () => {
    const label = boundedLabel(1)
    for (const value of ['', 'a b', 'é', '"}', '1', 'x'.repeat(65), 'a\nb']) expect(label(value)).toBe('other')
    expect(label('zoom')).toBe('zoom')
  })
})
