import { v5, v7 } from 'uuid'
import { pooledRandomBytes } from './random-bytes.ts'

/** The namespace of every id that Hansard derives: itself UUIDv5 of the DNS name hansard.invalid. */
const namespace = v5('hansard.invalid', v5.DNS)

/** The same parts make the same id, on every machine and at every redelivery. */
export const uuidV5 = (...parts: readonly string[]): string => v5(JSON.stringify(parts), namespace)

/** A new id, ordered by time to the millisecond. Never in a decision: a redelivery must produce the same output. */
export const uuidV7 = (): string => v7({ random: pooledRandomBytes(16) })
