/** Kafka's murmur2, as all its clients compute it, in 32-bit arithmetic. */
const murmur2 = (data: Buffer): number => {
  const { length } = data
  const m = 0x5bd1e995
  let h = 0x9747b28c ^ length
  let i = 0
  for (; i + 4 <= length; i += 4) {
    let k = Math.imul(data.readInt32LE(i), m)
    k ^= k >>> 24
    h = Math.imul(h, m) ^ Math.imul(k, m)
  }
  const rest = length - i
  if (rest >= 3) h ^= (data[i + 2] ?? 0) << 16
  if (rest >= 2) h ^= (data[i + 1] ?? 0) << 8
  if (rest >= 1) h = Math.imul(h ^ (data[i] ?? 0), m)
  h = Math.imul(h ^ (h >>> 13), m)
  return h ^ (h >>> 15)
}

/** The partition every Kafka client's default partitioner gives a key, so that producers in any language agree. */
export const partitionOf = (key: string, partitions: number): number => (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions
