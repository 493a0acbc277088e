import type { Kafka, PartitionLag } from '@hansard/shared/kafka/port'
import { journal } from '@hansard/shared/topics'

/** The moment (epoch milliseconds) up to which everything that was journaled is recorded; undefined while that cannot be told. */
export type RecordedUntil = () => Promise<number | undefined>

interface Mark {
  readonly at: number
  readonly partitions: ReadonlyMap<number, PartitionLag>
}

/** Milliseconds. Several times what a batch gathers and is worked on for. */
const stillMs = 2_000

/**
 * What the recorder has not read yet may tell that a transcript came: after an outage, or when everything is recorded anew, nothing
 * is overdue that only looks so. Asked at intervals, it notes where the journal ends, and is past that moment when the group is past
 * those ends. A group that has moved nothing for a while has read what there was: markers of transactions stand behind the last record,
 * and are never committed. Rejects when Kafka does not answer.
 */
export const createRecordedUntil = (kafka: Pick<Kafka, 'lag'>, group: string, now: () => number): RecordedUntil => {
  let mark: Mark | undefined
  let previous: Mark | undefined
  let until: number | undefined
  return async () => {
    const at = now()
    const partitions = new Map((await kafka.lag(group, [journal.name])).map((lag) => [lag.partition, lag]))
    const here: Mark = { at, partitions }
    const passed = mark !== undefined && previous !== undefined && hasPassed(mark, previous, here)
    if (isRead(here)) until = at
    else if (passed) until = mark?.at
    if (mark === undefined || passed || isRead(here)) mark = here
    if (previous === undefined || at - previous.at >= stillMs) previous = here
    return until
  }
}

const isRead = ({ partitions }: Mark): boolean => [...partitions.values()].every(({ committed, end }) => committed >= end)

/** Every partition is past where it ended at the mark, or stands where it stood a while ago. */
const hasPassed = (mark: Mark, previous: Mark, here: Mark): boolean =>
  [...here.partitions].every(([partition, { committed }]) => {
    const end = mark.partitions.get(partition)?.end
    const isStill = here.at - previous.at >= stillMs && committed === previous.partitions.get(partition)?.committed
    return (end !== undefined && committed >= end) || isStill
  })
