// A consumer in a process of its own, for tests that stop, continue and kill it. Tells what it does in JSON lines.
import { setTimeout as delay } from 'node:timers/promises'
import { createKafka } from '../../kafka.ts'
import type { Guarantee } from '../../port.ts'
import { copyTo, quiet, textsOf } from '../cluster.ts'
import { onRequest } from '../faults.ts'

export interface MemberOptions {
  readonly brokers: readonly string[]
  readonly group: string
  readonly input: string
  readonly output: string
  readonly guarantee: Guarantee
  readonly sessionTimeoutMs: number
  /** How long it dwells before it handles a batch, and before it ends a transaction: so that it can be caught there. */
  readonly dwellMs: number
}

export type MemberEvent =
  | { readonly event: 'joined' }
  | { readonly event: 'handling'; readonly partition: number; readonly texts: readonly string[] }
  | { readonly event: 'committing' }
  /** It heard from the group, before it could publish, that the batch in hand is somebody else's now. */
  | { readonly event: 'lost' }
  | { readonly event: 'refused'; readonly error: string }

const options = JSON.parse(process.env['MEMBER'] ?? '{}') as MemberOptions
const tell = (event: MemberEvent) => process.stdout.write(`${JSON.stringify(event)}\n`)

for (const kind of ['addPartitionsToTxn', 'produce', 'addOffsetsToTxn', 'endTxn'])
  onRequest(kind, options.input, async (call) => {
    if (kind === 'endTxn') {
      tell({ event: 'committing' })
      await delay(options.dwellMs)
    }
    return call().catch((error: Error & { readonly type?: string }) => {
      tell({ event: 'refused', error: error.type ?? error.message })
      throw error
    })
  })
// No orphans when the test is ended by force.
process.stdin.once('close', () => process.exit(1)).resume()

const kafka = createKafka({
  brokers: options.brokers,
  clientId: 'member',
  log: quiet,
  tuning: { sessionTimeoutMs: options.sessionTimeoutMs },
})
const consumer = await kafka.consume({
  group: options.group,
  guarantee: options.guarantee,
  topics: [options.input],
  maxRecords: 100,
  async handle(batch) {
    tell({ event: 'handling', partition: batch.partition, texts: textsOf(batch.records) })
    batch.signal.addEventListener('abort', () => tell({ event: 'lost' }), { once: true })
    await delay(options.dwellMs)
    return copyTo(options.output)(batch)
  },
  onFatal: () => process.exit(1),
})
tell({ event: 'joined' })
process.once('SIGTERM', () => void consumer.stop().then(() => process.exit(0)))
