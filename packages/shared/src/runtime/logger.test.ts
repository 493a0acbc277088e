import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('a line is JSON with time, level, app and message, without the secrets that came to it or to its logger', () => {
  const lines: Record<string, unknown>[] = []
  const log = createLogger('testing', 'info', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
  log.info({ token: 'hush', part: { password: 'hush', name: 'x' } }, 'hello')
  log.child({ group: 'g', secret: 'hush' }).warn({ apiKey: 'hush' }, 'from a child')
  log.debug('not shown')
  expect(lines).toEqual([
    {
      time: expect.any(String),
      level: 'info',
      app: 'testing',
      token: '[redacted]',
      part: { password: '[redacted]', name: 'x' },
      msg: 'hello',
    },
    {
      time: expect.any(String),
      level: 'warn',
      app: 'testing',
      group: 'g',
      secret: '[redacted]',
      apiKey: '[redacted]',
      msg: 'from a child',
    },
  ])
})
