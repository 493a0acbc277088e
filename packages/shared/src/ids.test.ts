import * as fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, test } from 'vitest'
import { uuidV5 } from './ids.ts'

const namespace = v5('hansard.invalid', v5.DNS)

test('derived ids are those of RFC 9562 in our namespace, whatever they are derived from', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
      expect(uuidV5(...parts)).toBe(v5(JSON.stringify(parts), namespace))
    }),
  )
})

test('the parts count, not what they make together', () => {
  expect(uuidV5('a', 'b')).not.toBe(uuidV5('ab'))
})
