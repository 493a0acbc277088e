import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8_192)
let used = pool.length

/** Bytes from the system's generator, asked for many at a time: a call for each id costs more than making the rest of the id. At most 256. */
export const pooledRandomBytes = (count: number): Buffer => {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + count))
  // What was handed out is not kept.
  pool.fill(0, used, used + count)
  used += count
  return bytes
}
