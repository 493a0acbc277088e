import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('a line of the log shows what a title would hide or do to a terminal, and says the same to whoever parses it', () => {
  const lines: string[] = []
  const title = 'a\u009b31m\u202eb\u200bc\u2028'
  createLogger('app', 'info', { write: (line) => void lines.push(line) }).info({ title }, title)
  expect(lines.join('')).not.toMatch(/[\u0080-\u009f\p{Cf}\p{Zl}]/u)
  expect(JSON.parse(lines.join(''))).toMatchObject({ title, msg: title })
})
