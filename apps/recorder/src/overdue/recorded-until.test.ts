import { describe, expect, test } from 'vitest'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createRecordedUntil } from './recorded-until.ts'

/** A journal of partitions whose [committed, end] the test moves. */
const journalOf = (...partitions: [number, number][]) => {
  const kafka: Pick<Kafka, 'lag'> = {
    lag: async (_, [topic = '']) =>
      partitions.map(([committed, end], partition) => ({ topic, partition, committed: BigInt(committed), end: BigInt(end) })),
  }
  let at = 0
  const recordedUntil = createRecordedUntil(kafka, 'recorder', () => at)
  return {
    /** Asks at this time, when the partitions stand so. */
    async when(time: number, ...standing: [number, number][]) {
      at = time
      partitions = standing
      return recordedUntil()
    },
  }
}

describe('up to when everything is recorded', () => {
  test('is now, where the journal is read to its end', async () => {
    expect(await journalOf().when(100, [5, 5], [0, 0])).toBe(100)
  })

  test('is not known while the recorder catches up, then the moment whose end it has reached', async () => {
    const { when } = journalOf()
    expect(await when(100, [5, 900], [3, 3])).toBeUndefined()
    expect(await when(200, [500, 950], [3, 3])).toBeUndefined()
    expect(await when(300, [900, 1_200], [3, 7])).toBe(100)
    expect(await when(400, [1_150, 1_250], [7, 7])).toBe(100)
    expect(await when(500, [1_200, 1_300], [7, 7])).toBe(300)
  })

  test('comes with markers of transactions behind the last record, which nobody commits', async () => {
    const { when } = journalOf()
    expect(await when(100, [5, 9], [4, 5])).toBeUndefined()
    expect(await when(200, [7, 9], [4, 5])).toBeUndefined()
    expect(await when(300, [7, 9], [4, 5])).toBe(100)
    expect(await when(400, [7, 9], [4, 5])).toBe(300)
  })

  test('never goes back', async () => {
    const { when } = journalOf()
    expect(await when(100, [5, 5])).toBe(100)
    expect(await when(200, [5, 90])).toBe(100)
    expect(await when(300, [40, 90])).toBe(100)
  })
})
