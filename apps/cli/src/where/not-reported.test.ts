import { expect, test } from 'vitest'
import { UnavailableError } from '@hansard/shared/errors'
import type { Kafka } from '@hansard/shared/kafka/port'
import { notReported } from './not-reported.ts'

/** A Kafka where the groups have so many records to read, over two partitions. */
const lagging = (lags: Readonly<Record<string, number>>) => {
  const kafka: Pick<Kafka, 'lag'> = {
    lag: async (group, topics) =>
      topics.flatMap((topic) => [
        { topic, partition: 0, committed: 5n, end: 5n + BigInt(lags[group] ?? 0) },
        { topic, partition: 1, committed: 7n, end: 7n },
      ]),
  }
  return <T>(work: (kafka: Pick<Kafka, 'lag'>) => Promise<T>) => work(kafka)
}

test.each([
  { lags: { verifier: 1 }, says: 'x is not reported by any stage yet: the verifier has 1 delivery still to read, which it may be among.' },
  {
    lags: { recorder: 12 },
    says: 'x is not reported by any stage yet: the recorder has 12 reports still to record, which it may be among.',
  },
  {
    lags: { verifier: 3, recorder: 4 },
    says: 'x is not reported by any stage yet: the verifier has 3 deliveries still to read and the recorder has 4 reports still to record, which it may be among.',
  },
  {
    lags: {},
    says: 'x is not reported by any stage yet, and all that was received is read and recorded: there is no such delivery, meeting or transcript.',
  },
])('an unknown id is explained by what the stages have yet to read: $lags', async ({ lags, says }) => {
  expect(await notReported('x', lagging(lags))).toBe(says)
})

test('an unknown id is said to be unknown also when Kafka does not answer', async () => {
  const away = () => Promise.reject(new UnavailableError('kafka', 'no answer from broker:9092'))
  expect(await notReported('x', away)).toBe(
    'x is not reported by any stage yet; whether it waits to be read cannot be told. Kafka does not answer (no answer from broker:9092). Is Hansard running? "npm start" starts it.',
  )
})
