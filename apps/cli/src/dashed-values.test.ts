import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { withDashedValues } from './dashed-values.ts'
import { hansard } from './hansard.ts'
import { createTestTerminal } from './terminal/test-terminal.ts'

const id = '-q1Zk3aLq81'

describe('an id that begins with a dash', () => {
  const taken: unknown[] = []
  const program = () => {
    taken.length = 0
    const top = new Command('top').exitOverride().configureOutput({ writeErr: () => undefined })
    const group = top.command('group').exitOverride()
    const collect = (...all: unknown[]) => void taken.push(...all.slice(0, -1))
    group.command('one <id>').option('--json').option('--limit <n>').option('-m, --mode [how]').exitOverride().action(collect)
    group.command('two <id> <other>').option('--reason <why>').exitOverride().action(collect)
    group.command('many <ids...>').option('--json').exitOverride().action(collect)
    group.command('none').option('--json').exitOverride().action(collect)
    return top
  }
  const run = (...args: string[]) => {
    const top = program()
    top.parse([...withDashedValues(top, args)], { from: 'user' })
    return taken
  }

  test.each([
    [
      ['group', 'one', id],
      [id, {}],
    ],
    [
      ['group', 'one', id, '--json'],
      [id, { json: true }],
    ],
    [
      ['group', 'one', '--json', id],
      [id, { json: true }],
    ],
    [
      ['group', 'one', '--limit', '3', id],
      [id, { limit: '3' }],
    ],
    [
      ['group', 'one', '--limit', '-3', id],
      [id, { limit: '-3' }],
    ],
    [
      ['group', 'one', '--limit=3', id],
      [id, { limit: '3' }],
    ],
    [
      ['group', 'one', '-m', id],
      [id, { mode: true }],
    ],
    [
      ['group', 'one', '--', id],
      [id, {}],
    ],
    [
      ['group', 'one', '--Zk3aLq81'],
      ['--Zk3aLq81', {}],
    ],
    [
      ['group', 'one', '-_k3aLq81'],
      ['-_k3aLq81', {}],
    ],
    [
      ['group', 'one', '--'.concat('-Zk')],
      ['---Zk', {}],
    ],
    [
      ['group', 'one', '-hZk3aLq81'],
      ['-hZk3aLq81', {}],
    ],
    [
      ['group', 'one', '-mZk3aLq81'],
      ['-mZk3aLq81', {}],
    ],
    [
      ['group', 'two', id, 'plain'],
      [id, 'plain', {}],
    ],
    [
      ['group', 'two', 'plain', id, '--reason', '-x'],
      ['plain', id, { reason: '-x' }],
    ],
    [
      ['group', 'many', id, 'a', '-B2'],
      [[id, 'a', '-B2'], {}],
    ],
  ])('is a value: %j', (args, expected) => {
    expect(run(...args)).toEqual(expected)
  })

  test.each([
    [['group', 'none', id], `unknown option '${id}'`],
    [['group', 'one', 'x', id], `unknown option '${id}'`],
    [['group', 'one', '--jason'], "unknown option '--jason'"],
    [['group', 'one', 'x', '--jason'], "unknown option '--jason'"],
    [['group', 'one', '-x'], "unknown option '-x'"],
    [['group', id], `unknown option '${id}'`],
    [[id], `unknown option '${id}'`],
  ])('is an option that there is not, where no value is missing: %j', (args, error) => {
    expect(() => run(...args)).toThrow(error)
  })
})

describe.each([
  [['where', id]],
  [['where', '--json', id]],
  [['merge', id, id]],
  [['unmerge', 'm', id, '--reason', 'x']],
  [['speaker', id, 'label', 'name']],
  [['diff', id, '1', '2']],
  [['dlq', 'show', id]],
  [['dlq', 'explain', id]],
  [['integration', 'disable', id]],
  [['integration', 'limit', id]],
  [['secret', 'retire', id]],
])('hansard %j', (args) => {
  test('is understood', async () => {
    const { terminal, remarks } = createTestTerminal()
    await hansard(args, { env: {}, terminal })
    expect(remarks.join('\n')).toMatch(/ is not set|--by <who>|is a UUID/)
  })
})
