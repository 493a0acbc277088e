import type { KafkaRecord } from './port.ts'

/** A few large records, or very many small ones, are enough to hold in memory for one partition. */
const maxBytes = 4 << 20

/** Records of a partition that were fetched and are not finished, in order of offset. */
export interface Backlog {
  length(): number
  first(): KafkaRecord | undefined
  head(count: number): readonly KafkaRecord[]
  add(records: readonly KafkaRecord[]): void
  drop(count: number): void
  dropBelow(offset: bigint): void
  /** Nothing more should be fetched for now. */
  isFull(): boolean
  /** Fetching can go on: well below full, so that it does not start and stop at every batch. */
  hasRoom(): boolean
}

const sizeOf = ({ key, value }: KafkaRecord) => (key?.length ?? 0) + (value?.length ?? 0)

/** Full with as many records as two batches take, or by their bytes. */
export const createBacklog = (batchRecords: number): Backlog => {
  let records: readonly KafkaRecord[] = []
  let bytes = 0
  const drop = (count: number) => {
    for (const record of records.slice(0, count)) bytes -= sizeOf(record)
    records = records.slice(count)
  }
  return {
    length: () => records.length,
    first: () => records[0],
    head: (count) => records.slice(0, count),
    add(more) {
      records = [...records, ...more]
      for (const record of more) bytes += sizeOf(record)
    },
    drop,
    dropBelow(offset) {
      const kept = records.findIndex((record) => record.offset >= offset)
      drop(kept === -1 ? records.length : kept)
    },
    isFull: () => records.length >= 2 * batchRecords || bytes >= maxBytes,
    hasRoom: () => records.length <= batchRecords && bytes <= maxBytes / 2,
  }
}
