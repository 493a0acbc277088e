import { seconds } from './lines.ts'
import type { Result } from './result.ts'

/** The figures that matter, as names and values. */
export const figures = (result: Result): readonly (readonly [string, string])[] => {
  const { facts, findings, retries, counts, selfEnded } = result
  const faults = result.faults.filter(({ done }) => done)
  const found = (kind: string) => String(findings.filter((each) => each.kind === kind).length)
  const requests = (matches: (status: number | null) => boolean) => facts.answers.filter(({ status }) => matches(status)).length
  const kinds = new Set(faults.map(({ kind }) => kind)).size
  const together = faults.filter(({ overlapped }) => overlapped).length
  return [
    ['deliveries', `${sum([...counts.values()])}: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}`],
    [
      'requests',
      `${facts.answers.length}: ${requests((status) => status === 200)} taken, ${requests((status) => status === 401)} refused, ` +
        `${requests((status) => (status ?? 503) >= 429)} to be sent again, ${result.unanswered} never answered`,
    ],
    ['written past the ingress', `${facts.injected.length} undecodable records`],
    ['published', `${facts.fetched.length} transcripts, ${facts.merged.length} revisions of meetings`],
    [
      'faults',
      `${faults.length} of ${kinds} kinds, ${together} of them two at a time; ${result.faults.length - faults.length} more that could not be done; ` +
        `${result.platformFaults} bad answers of platforms`,
    ],
    ...['lost', 'doubled', 'altered', 'unexplained'].map((kind) => [kind, found(kind)] as const),
    [
      'retries',
      `${retries.count}: ${retries.early} early, ${retries.late} late, at most ${seconds(retries.latest)} after their time ` +
        `(${retries.disturbed} left out because something was wrong at that moment)`,
    ],
    ['ended by themselves', selfEnded.length === 0 ? 'no process' : selfEnded.map(({ name, code }) => `${name} (${code})`).join(', ')],
    ['processors', processors(result.cpu)],
    [
      'time',
      `${(result.loadMs / 60_000).toFixed(1)} minutes from the first delivery until quiet; the load held back for ${seconds(result.heldBackMs)} of them`,
    ],
  ]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const percent = (share: number): string => `${Math.round(share * 100)} %`

const processors = (cpu: Result['cpu']): string => {
  if (cpu === undefined) return 'unknown'
  const parts = Object.entries(cpu.parts).toSorted(([, a], [, b]) => b - a)
  const own = parts.map(([part, share]) => `${part} ${percent(share)}`).join(', ')
  const ours = sum(Object.values(cpu.parts))
  const each = (ours * cpu.seconds * 1_000) / Math.max(1, cpu.deliveries)
  return `${percent(ours + cpu.others)} busy: ${own}; others on this machine ${percent(cpu.others)}; ${each.toFixed(1)} ms of processor time a delivery`
}
