/**
 * Sets the key and puts it last, so that the map's order is that of use. Beyond `most` keys (at least 1) the one used longest ago leaves
 * the map; it is returned, with what stood there.
 */
export const setByUse = <K, V>(map: Map<K, V>, key: K, value: V, most: number): readonly [K, V] | undefined => {
  map.delete(key)
  map.set(key, value)
  if (map.size <= most) return undefined
  const [idle] = map
  if (idle !== undefined) map.delete(idle[0])
  return idle
}
