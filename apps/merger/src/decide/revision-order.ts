import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'

/** What tells the newer of two revisions of one transcript. */
export interface RevisionOrder {
  readonly revisionId: string
  /** When the platform says it came to be; where it does not say, when it was received. */
  readonly updatedAt: number
  readonly receivedAt: number
}

export const orderOf = ({ revisionId, sourceUpdatedAt, receivedAt }: FetchedTranscript): RevisionOrder => ({
  revisionId,
  updatedAt: sourceUpdatedAt ?? receivedAt,
  receivedAt,
})

/** A total order, so that the newest of several is the same in whatever order they arrive. */
export const isNewer = (x: RevisionOrder, y: RevisionOrder): boolean =>
  x.updatedAt !== y.updatedAt
    ? x.updatedAt > y.updatedAt
    : x.receivedAt !== y.receivedAt
      ? x.receivedAt > y.receivedAt
      : x.revisionId > y.revisionId
