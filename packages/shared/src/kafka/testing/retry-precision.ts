import { setTimeout as delay } from 'node:timers/promises'
import { TransientError } from '../../errors.ts'
import { openRetryStage, type Try } from './retry-stage.ts'

/** Records that fail at every try but the last: their second and later tries. */
export const measureRetries = async (
  brokers: readonly string[],
  options: { readonly records: number; readonly everyMs: number; readonly retryDelays: readonly number[] },
): Promise<readonly Try[]> => {
  const { records, everyMs, retryDelays } = options
  await using stage = await openRetryStage({
    brokers,
    partitions: 3,
    retryDelays,
    handle(_, { attempt }) {
      if (attempt <= retryDelays.length) throw new TransientError('not yet')
    },
  })
  await stage.start()
  for (let n = 0; n < records; n++) {
    await stage.send({ partition: n % 3, key: `${n}`, value: Buffer.from(`${n}`) })
    await delay(everyMs)
  }
  const retried = () => stage.tries.filter(({ attempt }) => attempt > 1)
  while (retried().length < records * retryDelays.length) await delay(20)
  return retried()
}
