/** By these the coordinator says that the group has changed, or itself: nothing is wrong with the records in hand, they are delivered again. */
const groupErrors = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'NOT_COORDINATOR_FOR_GROUP',
])

/** By this a broker says that somebody else has opened the same slot. */
const fenced = 'INVALID_PRODUCER_EPOCH'

/** The broker's name for an error, also when kafkajs has wrapped it. */
export const errorType = (error: unknown): string | undefined => {
  const { type, cause } = (error ?? {}) as { readonly type?: string; readonly cause?: unknown }
  return type ?? (cause === undefined || cause === error ? undefined : errorType(cause))
}

/** Whether an error only means that the partition may be somebody else's by now. */
export const isChangeOfOwner = (error: unknown): boolean => {
  const type = errorType(error)
  return type !== undefined && (type === fenced || groupErrors.has(type))
}
