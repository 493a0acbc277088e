import { describe, expect, test } from 'vitest'
import { standingLetter } from '@hansard/shared/dead-letters/test-letters'
import { groupLetters } from '@hansard/shared/dead-letters/groups'
import type { Verdict } from '@hansard/shared/dead-letters/trial/verdict'
import { renderExplanation } from '../commands/dlq-explain.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { widthOf } from '../terminal/text.ts'
import { renderGroup, wantsAttention } from './render-groups.ts'
import { renderLetter } from './render-letter.ts'
import { adviceAfter, renderVerdicts } from './render-verdicts.ts'

const message =
  'Zoom answered 404 for the recording https://zoom.us/rec/download/aDYlohsHRtCd4ii1uC2hAaDYlohsHRtCd4ii1uC2hAaDYlohsHRtCd4ii1uC2hAaDYlohsHRtCd: 会議が見つかりません'
const webhookEventId = '0199b6a8-0000-7000-8000-000000000001'
const failed = { message, firstFailedAt: Date.UTC(2026, 2, 3, 9, 30), lastFailedAt: Date.UTC(2026, 2, 4, 10, 12), webhookEventId }
const letters = [
  standingLetter('open', failed),
  standingLetter('open', failed),
  standingLetter('redriving', failed),
  standingLetter('redriven', failed),
  standingLetter('parked', failed),
]
const [group] = groupLetters(letters)
const contents = {
  headers: { origin: 'webhooks.raw.v1/1/3', 'http-x-zm-signature': '[67 characters]', ['x'.repeat(90)]: 'y'.repeat(90), parked: '' },
  value: {
    kind: 'value',
    value: { event: 'recording.completed', nested: { deep: [{ text: '会議 '.repeat(60), bell: '\u0007\u001b[2J\u009b2J\u202e' }] } },
  },
} as const
const verdicts: readonly Verdict[] = [
  { kind: 'passes', status: 'verified' },
  { kind: 'fails', errorClass: 'PermanentError', message, fingerprint: '3f2a9c0d1e4b5a67' },
  { kind: 'untold', why: 'it would ask api.zoom.us' },
]
const affected = [
  { workspace: 'Acme 会議 '.repeat(12), platform: 'zoom', letters: 1_200 },
  { workspace: null, platform: null, letters: 1 },
]

test('a group tells how many, since when, and what happened', () => {
  const { terminal } = createTestTerminal()
  expect(renderGroup({ ...group!, message: 'it is gone' }, terminal)).toEqual([
    'verifier  3f2a9c0d1e4b5a67  TransientError',
    '  2 open, 1 in doubt, 1 redriven, 1 parked',
    '  2026-03-03 09:30 to 2026-03-04 10:12 UTC',
    '    it is gone',
  ])
})

test.each([
  [{ open: 1, redriving: 0, redriven: 5, parked: 0 }, true],
  [{ open: 0, redriving: 1, redriven: 5, parked: 0 }, true],
  [{ open: 0, redriving: 0, redriven: 5, parked: 5 }, false],
])('%o: somebody should look at it: %s', (counts, expected) => {
  expect(wantsAttention({ ...group!, counts })).toBe(expected)
})

describe('a dead letter', () => {
  test('shows why it failed, where it stands, its headers and its value', () => {
    const { terminal } = createTestTerminal()
    const one = standingLetter('parked', { ...failed, message: 'it is gone', redriven: 1 })
    const value = { kind: 'value', value: { event: 'x' } } as const
    expect(renderLetter(one, { headers: { platform: 'zoom' }, value }, terminal)).toEqual([
      'Dead letter verifier.dlq/1/7 · parked',
      `  delivery     ${webhookEventId}`,
      '  origin       webhooks.raw.v1/1/3',
      '  failed       5 attempts, first 2026-03-03 09:30, last 2026-03-04 10:12 UTC',
      '  because      TransientError: it is gone',
      '  fingerprint  3f2a9c0d1e4b5a67',
      '  redriven     1 time before this failure',
      '  parked       1970-01-01 00:00 UTC, by jo, why',
      '',
      '  Headers',
      '  platform  zoom',
      '',
      '  Value 31 bytes',
      '    {',
      '      "event": "x"',
      '    }',
    ])
  })

  test('whose value cannot be read says why', () => {
    const { terminal } = createTestTerminal()
    const lines = renderLetter(standingLetter('open'), { headers: {}, value: { kind: 'unreadable', why: 'it is not JSON' } }, terminal)
    expect(lines.slice(-1)).toEqual(['    cannot be shown: it is not JSON'])
  })
})

test('an explanation says what it means, what to do, whom it concerns, and how to go on', () => {
  const { terminal } = createTestTerminal()
  const lines = renderExplanation(group!, affected, letters, terminal)
  for (const heading of ['What it means', 'What to do', 'Whom it concerns', 'Examples', 'Next']) expect(lines).toContain(heading)
  expect(lines).toContain('  npm run hansard -- dlq redrive --fingerprint 3f2a9c0d1e4b5a67 --dry-run')
  expect(lines).toContain(`  ${webhookEventId}  2026-03-04 10:12  open`)
  expect(lines).toContain('  1  workspace not known, platform not known')
})

test('a dry run says how many would pass, how many fail and why, and what nobody can tell', () => {
  const { terminal } = createTestTerminal()
  const [, ...lines] = renderVerdicts('verifier', [...verdicts, ...verdicts.slice(0, 1)].map(withoutMessage), terminal)
  expect(lines).toEqual([
    '  2 would pass now (verified)',
    '  1 would fail again  PermanentError  3f2a9c0d1e4b5a67',
    '      it is gone',
    '  1 cannot be told',
    '      it would ask api.zoom.us, which a dry run does not',
  ])
  const [passes, fails, untold] = verdicts
  expect(adviceAfter([passes!])).toContain('without --dry-run')
  expect(adviceAfter([fails!])).toContain('only park')
  expect(adviceAfter([passes!, fails!])).toContain('1 of them would fail again')
  expect(adviceAfter([passes!, untold!])).toContain('--id')
})

const withoutMessage = (verdict: Verdict): Verdict => (verdict.kind === 'fails' ? { ...verdict, message: 'it is gone' } : verdict)

test.each([80, 100])('no line is longer than %i columns, and colours change nothing but the colour', (columns) => {
  const everyLine = (coloured: boolean) => {
    const { terminal } = createTestTerminal({ columns, coloured })
    return [
      ...renderGroup(group!, terminal),
      ...letters.flatMap((one) => renderLetter(one, contents, terminal)),
      ...renderExplanation(group!, affected, letters, terminal),
      ...renderVerdicts('transcript-processor', verdicts, terminal),
    ]
  }
  const plain = everyLine(false)
  for (const line of plain) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  expect(plain.join('')).not.toMatch(/\p{Cc}|\u202e/u)
  // oxlint-disable-next-line no-control-regex
  expect(everyLine(true).map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).toEqual(plain)
})
