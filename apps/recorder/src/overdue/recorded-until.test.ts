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
    expect(await journalOf().when(2_000, [5, 5], [0, 0])).toBe(2_000)
  })

  test('is not known while the recorder catches up, then the moment whose end it has reached', async () => {
    const { when } = journalOf()
    expect(await when(2_000, [5, 900], [3, 3])).toBeUndefined()
    expect(await when(4_000, [500, 950], [3, 3])).toBeUndefined()
    expect(await when(6_000, [900, 1_200], [3, 7])).toBe(2_000)
    expect(await when(8_000, [1_150, 1_250], [7, 7])).toBe(2_000)
    expect(await when(10_000, [1_200, 1_300], [7, 7])).toBe(6_000)
  })

  test('comes with markers of transactions behind the last record, which nobody commits', async () => {
    const { when } = journalOf()
    expect(await when(2_000, [5, 9], [4, 5])).toBeUndefined()
    expect(await when(4_000, [7, 9], [4, 5])).toBeUndefined()
    expect(await when(6_000, [7, 9], [4, 5])).toBe(2_000)
    expect(await when(8_000, [7, 9], [4, 5])).toBe(6_000)
  })

  test('is not known while a batch gathers, however often it is asked', async () => {
    const { when } = journalOf()
    expect(await when(1_000, [5, 8])).toBeUndefined()
    for (const time of [1_200, 1_400, 1_600]) expect(await when(time, [5, 8])).toBeUndefined()
    expect(await when(3_000, [7, 8])).toBeUndefined()
    expect(await when(3_200, [7, 8])).toBeUndefined()
    expect(await when(5_000, [7, 8])).toBe(1_000)
  })

  test('never goes back', async () => {
    const { when } = journalOf()
    expect(await when(2_000, [5, 5])).toBe(2_000)
    expect(await when(4_000, [5, 90])).toBe(2_000)
    expect(await when(6_000, [40, 90])).toBe(2_000)
  })
})
