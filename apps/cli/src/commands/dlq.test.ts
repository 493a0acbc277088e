import { expect, test } from 'vitest'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'

const run = async (...args: readonly string[]) => {
  const { terminal, printed, remarks } = createTestTerminal()
  const exitCode = await hansard(['dlq', ...args], { env: { USER: 'jo' }, terminal })
  return { exitCode, printed: printed.join('\n'), remarks: remarks.join('\n') }
}

test.each([
  { misuse: 'a stage that does not exist', args: ['list', '--stage', 'ingress'], says: 'Allowed choices are verifier' },
  { misuse: 'no selection', args: ['redrive'], says: 'in one way: --id, --fingerprint, or --from and --to' },
  { misuse: 'a stage alone', args: ['redrive', '--stage', 'merger'], says: 'in one way' },
  { misuse: 'two selections', args: ['redrive', '--id', 'x', '--from', '2026-03-03'], says: 'in one way' },
  { misuse: 'a time that is none', args: ['redrive', '--from', 'yesterday'], says: '2026-03-03 09:30' },
  { misuse: 'a rate that is none', args: ['redrive', '--id', 'x', '--rate', 'fast'], says: '20/s' },
  { misuse: 'parking without a reason', args: ['park', '--id', 'x'], says: '--reason' },
  { misuse: 'parking nothing', args: ['park', '--reason', 'x'], says: 'in one way: --id or --fingerprint' },
])('ends with 2 and says what is wrong for $misuse', async ({ args, says }) => {
  const { exitCode, printed, remarks } = await run(...args)
  expect({ exitCode, printed }).toEqual({ exitCode: 2, printed: '' })
  expect(remarks).toContain(says)
})

test.each(['', 'list', 'show', 'explain', 'redrive', 'park'])('the help of "%s" fits 80 columns', async (command) => {
  const { exitCode, printed } = await run(...command.split(' ').filter(Boolean), '--help')
  expect(exitCode).toBe(0)
  for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test.each([['list'], ['show', 'x'], ['explain', 'x'], ['redrive', '--id', 'x'], ['park', '--id', 'x', '--reason', 'y']])(
  'ends with 1 and one sentence when no Hansard is known: %s',
  async (...args) => {
    const { exitCode, remarks } = await run(...args)
    expect(exitCode).toBe(1)
    expect(remarks).toMatch(/^No running Hansard is known here: DATABASE_URL is not set\. .*$/)
  },
)
