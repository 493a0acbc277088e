import { megabytes, number, percent, spread } from '../report/format.ts'
import type { PartResult } from '../report/result.ts'
import type { LifecycleFigures } from './lifecycle.ts'

const mostIdleShare = 0.03
const mostIdleBytes = 700e6

export const lifecycleResult = (figures: LifecycleFigures): PartResult => {
  const { firstWebhook, drain, stall, idle } = figures
  return {
    tables: [
      {
        title: 'Starting and stopping, milliseconds',
        columns: ['', ''],
        rows: [
          ['start of the process to its first 200', spread(firstWebhook)],
          ['SIGTERM at 300 webhooks/s to its end', number(drain.ms)],
          ['longest stall of a partition: nobody comes or goes', number(stall.before)],
          ['… while a second process joins', number(stall.joining)],
          ['… while it leaves', number(stall.leaving)],
        ],
      },
      {
        title: 'Idle',
        columns: ['', 'of a core', 'resident'],
        rows: [
          ...Object.entries(idle.each).map(([name, { coreShare, residentBytes }]) => [name, percent(coreShare), megabytes(residentBytes)]),
          ['together, what they share once', percent(idle.coreShare), megabytes(idle.bytes)],
        ],
      },
    ],
    figures,
    targets: [
      {
        name: 'idle: six apps, share of a core',
        target: 'under 3 %',
        measured: percent(idle.coreShare),
        met: idle.coreShare < mostIdleShare,
      },
      {
        name: 'idle: six apps, memory, what they share once',
        target: 'under 700 MB',
        measured: megabytes(idle.bytes),
        met: idle.bytes < mostIdleBytes,
      },
    ],
    failures: drain.accepted > drain.stored ? [`drain: ${drain.accepted} answers of 200, ${drain.stored} records stored`] : [],
  }
}
