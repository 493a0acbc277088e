import { expect, test } from 'vitest'
import { failureOf } from '../stage/dead-letter.ts'
import { NotYetError, PermanentError, TransientError } from '../errors.ts'
import { stageNames } from '../topics.ts'
import { adviceFor, stageHint } from './advice.ts'

test('there is advice of its own for every class of failure that the engine writes, and a hint for every stage', () => {
  const classes = [new PermanentError(''), new TransientError(''), new NotYetError(''), new TypeError('')].map(
    (error) => failureOf(error).errorClass,
  )
  const advice = [...classes, 'Rejected', 'unknown'].map((errorClass) => adviceFor(errorClass).means)
  expect(new Set(advice).size).toBe(6)
  expect(adviceFor('unexpected.TypeError')).toBe(adviceFor('unexpected.RangeError'))
  for (const stage of stageNames) expect(stageHint(stage)).toBeTypeOf('string')
})
