import { describe, expect, test } from 'vitest'
import { hansard } from './hansard.ts'
import { createTestTerminal } from './terminal/test-terminal.ts'

const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const { terminal, printed, remarks } = createTestTerminal()
  return { exitCode: await hansard(args, { env, terminal }), printed: printed.join('\n'), remarks: remarks.join('\n') }
}

describe('the command line', () => {
  test.each([
    { misuse: 'a command that does not exist', args: ['integration', 'ad'], says: 'unknown command' },
    { misuse: 'no command at all', args: [], says: 'Usage' },
    { misuse: 'a group without its command', args: ['workspace'], says: 'Usage' },
    { misuse: 'a missing argument', args: ['workspace', 'add'], says: "missing required argument 'name'" },
    { misuse: 'an argument too many', args: ['where', 'one', 'two'], says: 'too many arguments' },
    { misuse: 'an option that does not exist', args: ['workspace', 'list', '--jason'], says: '--jason' },
    { misuse: 'a secret as a plain argument', args: ['integration', 'add', 'Acme', 'zoom', '--secret', 's3cret'], says: 'error' },
    { misuse: 'a platform nobody knows', args: ['integration', 'add', 'Acme', 'teams'], says: 'zoom, fireflies, otter' },
    { misuse: 'a limit that is no number', args: ['where', 'x', '--limit', 'many'], says: 'whole number' },
    { misuse: 'a limit below 1', args: ['overdue', '--limit', '0'], says: 'whole number' },
  ])('ends with 2 and says what is wrong for $misuse', async ({ args, says }) => {
    const { exitCode, printed, remarks } = await run(args)
    expect({ exitCode, printed }).toEqual({ exitCode: 2, printed: '' })
    expect(remarks).toContain(says)
    expect(remarks).not.toContain('s3cret')
  })

  test('ends with 0 for help, which fits 80 columns', async () => {
    for (const args of [
      ['--help'],
      ['workspace', 'add', '--help'],
      ['integration', 'add', '--help'],
      ['where', '--help'],
      ['overdue', '--help'],
    ]) {
      const { exitCode, printed } = await run(args)
      expect(exitCode).toBe(0)
      expect(printed).toContain('Usage: npm run hansard --')
      for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    }
  })

  test.each([
    { args: ['workspace', 'list'], env: {}, missing: 'DATABASE_URL' },
    { args: ['where', 'x'], env: { DATABASE_URL: '' }, missing: 'DATABASE_URL' },
    { args: ['integration', 'add', 'Acme', 'zoom'], env: { DATABASE_URL: 'postgres://db' }, missing: 'HANSARD_KEYS' },
  ])('ends with 1 and one sentence when $missing is not known', async ({ args, env, missing }) => {
    const { exitCode, printed, remarks } = await run(args, env)
    expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: '' })
    expect(remarks).toMatch(new RegExp(`^No running Hansard is known here: ${missing} is not set\\. .*npm start.*$`))
  })

  test('does not repeat keys that are not usable', async () => {
    const { exitCode, remarks } = await run(['integration', 'add', 'Acme', 'zoom'], {
      HANSARD_KEYS: 'k:c2hvcnQ=',
      DATABASE_URL: 'postgres://db',
    })
    expect(exitCode).toBe(1)
    expect(remarks).toContain('must be 32 bytes')
    expect(remarks).not.toContain('c2hvcnQ')
  })
})
