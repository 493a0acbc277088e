import type { Absence } from './absence.ts'
import { told } from './sample.ts'

const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`

/** What was promised and is not so, one line each. */
export const failuresOf = (result: Absence): readonly string[] => {
  const said = result.moments.flatMap((moment) => moment.said)
  const isTold = (dependency: string) => said.some(({ waitingFor, down }) => waitingFor.includes(dependency) && down.includes(dependency))
  return [
    ...(result.refused > 0 ? [`${result.refused} deliveries were refused`] : []),
    ...result.regrouped.map((stage) => `the group of ${stage} has other members than before`),
    ...result.ended.map((name) => `${name} ended`),
    ...said.filter(({ alive }) => !alive).map(({ app }) => `${app} said that it is not alive`),
    ...['redis', 'postgres', 'registry'].filter((each) => !isTold(each)).map((each) => `nobody told that ${each} is away`),
    ...(result.drainedMs === undefined ? ['not everything was processed within five minutes'] : []),
    ...result.notOnce.map((id) => `${id} does not have exactly one transcript and one meeting`),
    ...(result.spent > 0 ? [`${result.spent} attempts were spent`] : []),
    ...(result.moments.at(-1)?.said ?? []).flatMap(({ app, waitingFor }) =>
      waitingFor.length > 0 ? [`${app} still misses ${waitingFor.join(', ')}`] : [],
    ),
  ]
}

/** The result as a page. */
export const markdownOf = (result: Absence): string => {
  const failures = failuresOf(result)
  return [
    `# Dependencies away, ${new Date(result.begun).toISOString().slice(0, 10)}`,
    '',
    `\`npm run absence\`: Redis, PostgreSQL and the registry away for ${minutes(result.awayMs)} while webhooks arrive, then back one by one.`,
    failures.length === 0 ? 'Everything was as promised.' : `${failures.length} things were not as promised.`,
    '',
    '| | |',
    '|---|---|',
    `| deliveries answered with 200 | ${result.accepted.length} |`,
    `| refused | ${result.refused} |`,
    `| without exactly one transcript and one meeting | ${result.notOnce.length} |`,
    `| attempts spent | ${result.spent} |`,
    `| groups that changed meanwhile | ${result.regrouped.length} |`,
    `| processes that ended | ${result.ended.length} |`,
    `| all processed after the last return within | ${result.drainedMs === undefined ? 'never' : `${(result.drainedMs / 1_000).toFixed(1)} s`} |`,
    '',
    '## What readiness said',
    '',
    '| after | | processes |',
    '|---|---|---|',
    ...result.moments.map(({ atMs, what, said }) => `| ${minutes(atMs)} | ${what} | ${told(said)} |`),
    '',
    ...(failures.length === 0 ? [] : ['## What was not as promised', '', ...failures.map((failure) => `- ${failure}`), '']),
  ].join('\n')
}
