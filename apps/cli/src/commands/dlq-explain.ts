import type { Command } from 'commander'
import { adviceFor, stageHint } from '@hansard/shared/dead-letters/advice'
import { affectedBy, type Affected } from '@hansard/shared/dead-letters/affected'
import { groupLetters, type LetterGroup, type StandingLetter } from '@hansard/shared/dead-letters/groups'
import { indented, minute, type Style } from '../dlq/format.ts'
import { selected, withLetters } from '../dlq/read.ts'
import { renderGroup } from '../dlq/render-groups.ts'
import type { Surroundings } from '../hansard.ts'
import { oneLine } from '@hansard/shared/printable'

const examplesShown = 3
const affectedShown = 10

/** `dlq explain <fingerprint>`: what a cause means, whom it concerns, and what to do. */
export const addDlqExplain = (group: Command, { env, terminal }: Surroundings): void => {
  group
    .command('explain <fingerprint>')
    .summary('tell what a cause means, and what to do')
    .description('tell what a cause means, whom it concerns, and what to do; the beginning of its fingerprint is enough')
    .option('--json', 'for programs')
    .action((fingerprint: string, { json }: { readonly json?: true }) =>
      withLetters(env, undefined, async ({ postgres, letters }) => {
        const found = selected(letters, { kind: 'fingerprint', fingerprint })
        const [cause] = groupLetters(found)
        if (cause === undefined) return
        const affected = await affectedBy(
          postgres,
          found.map(({ letter }) => letter),
        )
        const advice = { ...adviceFor(cause.errorClass), stage: stageHint(cause.stage) ?? null }
        if (json) return terminal.print(JSON.stringify({ ...cause, ...advice, affected, examples: examplesOf(found) }, undefined, 2))
        terminal.print(renderExplanation(cause, affected, found, terminal).join('\n'))
      }),
    )
}

/** The newest, open ones first. */
const examplesOf = (found: readonly StandingLetter[]) =>
  found
    .toSorted(
      (a, b) => Number(b.standing.state === 'open') - Number(a.standing.state === 'open') || b.letter.lastFailedAt - a.letter.lastFailedAt,
    )
    .slice(0, examplesShown)
    .map(({ letter, standing }) => ({ id: letter.webhookEventId ?? letter.position, at: letter.lastFailedAt, state: standing.state }))

/** The explanation in lines of at most `columns`. */
export const renderExplanation = (
  cause: LetterGroup,
  affected: readonly Affected[],
  found: readonly StandingLetter[],
  style: Style,
): readonly string[] => {
  const { means, todo } = adviceFor(cause.errorClass)
  const section = (title: string, lines: readonly string[]) => ['', style.colours.bold(title), ...lines]
  const whom = affected
    .slice(0, affectedShown)
    .flatMap(({ workspace, platform, letters }) =>
      indented(`${letters.toLocaleString('en')}  ${workspace ?? 'workspace not known'}, ${platform ?? 'platform not known'}`, 2, style),
    )
  const more = affected.length - affectedShown
  const examples = examplesOf(found).map(({ id, at, state }) => `  ${oneLine(id)}  ${minute(at)}  ${state}`)
  const begin = `npm run hansard -- dlq`
  return [
    ...renderGroup(cause, style),
    ...section('What it means', indented(means, 2, style)),
    ...section('What to do', [...indented(todo, 2, style), ...indented(stageHint(cause.stage) ?? '', 2, style)]),
    ...section('Whom it concerns', [...whom, ...(more > 0 ? [`  and ${more} more`] : [])]),
    ...section('Examples', examples),
    ...section('Next', [
      `  ${begin} show <id>`,
      `  ${begin} redrive --fingerprint ${cause.fingerprint} --dry-run`,
      `  ${begin} park --fingerprint ${cause.fingerprint} --reason <why>`,
    ]),
  ]
}
