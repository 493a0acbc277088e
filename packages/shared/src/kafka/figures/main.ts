// Figures of the Kafka adapter on the cluster in KAFKA_BROKERS: node packages/shared/src/kafka/figures/main.ts [name …]
import { firstRecordFigures } from './first-record.ts'
import { gatherFigures } from './gather.ts'
import { soakFigures } from './soak.ts'
import { brokersOf } from '../testing/cluster.ts'
import { measureRetries } from '../testing/retry-precision.ts'
import { measureScaleSteps } from '../testing/scale-steps.ts'
import { quantile } from '../testing/transaction-watch.ts'

/** Each prints lines of its own. */
const figures: Readonly<Record<string, (brokers: readonly string[]) => Promise<readonly string[]>>> = {
  first: firstRecordFigures,
  gather: gatherFigures,
  async retries(brokers) {
    const late = (await measureRetries(brokers, { records: 200, everyMs: 20, retryDelays: [1, 2] })).map(({ lateMs }) => lateMs)
    return [
      `${late.length} retries: ${Math.min(...late)} ms late at least, p50 ${quantile(late, 0.5)} ms, p99 ${quantile(late, 0.99)} ms, max ${Math.max(...late)} ms`,
    ]
  },
  soak: (brokers) => soakFigures(brokers, Number(process.env['SEED'] ?? Date.now())),
  async scale(brokers) {
    const steps = await measureScaleSteps(brokers)
    return steps.map(
      ({ from, to, moved, longestStallMs }) =>
        `${from} -> ${to} members: ${moved} of 12 partitions moved, longest stall of a partition ${longestStallMs} ms`,
    )
  },
}

const asked = process.argv.slice(2)
for (const [name, measure] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  for (const line of await measure(brokersOf(process.env))) process.stdout.write(`${name}: ${line}\n`)
}
process.exit(0)
