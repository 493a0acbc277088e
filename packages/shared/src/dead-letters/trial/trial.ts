import { Registry } from 'prom-client'
import { UnavailableError } from '../../errors.ts'
import type { KafkaRecord, OutgoingRecord } from '../../kafka/port.ts'
import type { Codec } from '../../registry/codec.ts'
import { createLogger } from '../../runtime/logger.ts'
import { fingerprintOf } from '../../stage/dead-letter.ts'
import { createBatchHandler } from '../../stage/handle-batch.ts'
import { header } from '../../stage/headers.ts'
import { createStageMetrics } from '../../stage/metrics.ts'
import type { Stage } from '../../stage/stage.ts'
import { deadLetterTopicName, journal, retryTopicName } from '../../topics.ts'
import { readLetter } from '../letter.ts'
import { redrivenRecord, redriveTopicOf } from '../redriven-record.ts'
import type { AskedOutside } from './refusing-http.ts'
import type { Verdict } from './verdict.ts'

/**
 * Tries records as if they had been given back: the stage's own code in its own engine, whose outputs nobody publishes. The
 * stage must have been made with effects that undo themselves. Throws UnavailableError when one of our own dependencies is away.
 */
export const createTrial = <Event>(
  stage: Stage<Event>,
  options: { readonly codec: Codec; readonly outside: AskedOutside; now(): number },
): ((record: KafkaRecord) => Promise<Verdict>) => {
  const { codec, outside, now } = options
  const topic = redriveTopicOf(stage.name, stage.retryDelays)
  const failing = new Set([deadLetterTopicName(stage.name), ...stage.retryDelays.map((seconds) => retryTopicName(stage.name, seconds))])

  return async (record) => {
    const stopping = new AbortController()
    let missing: UnavailableError | undefined
    const handle = createBatchHandler(stage, {
      codec,
      partitionCount: () => 1,
      log: createLogger('trial', 'silent'),
      metrics: createStageMetrics(new Registry(), 'trial'),
      now,
      stopping: stopping.signal,
      waiting: { first: 1, most: 1 },
      limiter: { ended: () => undefined, judge: () => 'admitted', shed: () => 0 },
      deferForMs: 0,
      batchMs: 60_000,
      onUnavailable(dependency, detail) {
        missing = new UnavailableError(dependency, detail)
        stopping.abort()
      },
      onHalt: () => undefined,
    })
    const given = redrivenRecord({ letter: readLetter(stage.name, record), record }, { topic, partitions: 1, now: now() })
    outside.forget()
    const { outputs } = await handle({ topic, partition: 0, records: [{ ...record, ...given }], signal: stopping.signal })
    if (missing !== undefined) throw missing
    const asked = outside.asked()
    return asked === undefined ? verdictOf(outputs) : { kind: 'untold', why: `it would ask ${asked}` }
  }

  async function verdictOf(outputs: readonly OutgoingRecord[]): Promise<Verdict> {
    const failed = outputs.find((output) => failing.has(output.topic))
    if (failed !== undefined) {
      const { [header.errorClass]: errorClass = 'unknown', [header.errorMessage]: message = '' } = failed.headers
      return { kind: 'fails', errorClass, message, fingerprint: fingerprintOf(stage.name, { errorClass, message }) }
    }
    const told = outputs.find((output) => output.topic === journal.name)
    if (told === undefined) return { kind: 'passes', status: 'done' }
    return { kind: 'passes', status: (await codec.decode(journal.contract, told.value)).status }
  }
}
