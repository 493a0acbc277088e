import { seconds } from './lines.ts'
import type { Result } from './result.ts'
import { figures } from './figures.ts'
import { byKind, failuresOf } from './summary.ts'

/** The result as a page. */
export const markdownOf = (result: Result): string => {
  const failures = failuresOf(result)
  const { profile, seed, begun } = result
  return [
    `# Chaos, ${new Date(begun).toISOString().slice(0, 10)}`,
    '',
    `Profile ${profile.name}, ${profile.minutes} minutes, ${profile.rate} deliveries a second, seed \`${seed}\`.`,
    failures.length === 0 ? 'Everything was as promised.' : `${failures.length} things were not as promised.`,
    '',
    '| | |',
    '|---|---|',
    ...figures(result).map(([name, value]) => `| ${name} | ${value} |`),
    '',
    '## Recovery',
    '',
    'From a death, or the end of an outage, to the first merged transcript of a delivery received after it; of faults that struck alone.',
    '',
    '| fault | times | alone | first: median | most | every partition: median | most |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...byKind(result.faults).map(
      ({ kind, count, alone, firstMedian, firstMost, allMedian, allMost }) =>
        `| ${kind} | ${count} | ${alone} | ${[firstMedian, firstMost, allMedian, allMost].map(seconds).join(' | ')} |`,
    ),
    '',
    ...(failures.length === 0 ? [] : ['## What was not as promised', '', ...failures.map((failure) => `- ${failure}`), '']),
  ].join('\n')
}
