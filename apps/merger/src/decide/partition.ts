import type { Profile } from '../score/profile.ts'
import { compatible, pairKey, type Pair } from './pairs.ts'

/**
 * Which transcripts are of one meeting: single linkage over the pairs that join, the surest first (Kruskal), where a link is left out if
 * it would bring together two transcripts that a person separated or that contradict each other. The result is a function of the
 * transcripts, the pairs and the separations alone: the order in which they became known does not matter.
 *
 * @param separated keys made by `pairKey`
 * @returns transcript ids, sorted within and among the meetings
 */
export const partition = (
  profiles: ReadonlyMap<string, Profile>,
  pairs: readonly Pair[],
  separated: ReadonlySet<string>,
): readonly (readonly string[])[] => {
  const known = new Map(pairs.map((pair) => [pairKey(pair.a, pair.b), pair]))
  const groups = new Map<string, readonly string[]>([...profiles.keys()].map((id) => [id, [id]]))
  const fit = (x: string, y: string): boolean => {
    const [p, q] = [profiles.get(x), profiles.get(y)]
    const key = pairKey(x, y)
    return p !== undefined && q !== undefined && !separated.has(key) && compatible(p, q, known.get(key))
  }
  const links = [...known.values()]
    .filter(({ joins }) => joins)
    .toSorted((p, q) => q.score - p.score || (pairKey(p.a, p.b) < pairKey(q.a, q.b) ? -1 : 1))
  for (const { a, b } of links) {
    const [x, y] = [groups.get(a), groups.get(b)]
    if (x === undefined || y === undefined || x === y) continue
    if (!x.every((one) => y.every((other) => fit(one, other)))) continue
    const joined = [...x, ...y].toSorted()
    for (const id of joined) groups.set(id, joined)
  }
  return [...new Set(groups.values())].toSorted((x, y) => ((x[0] ?? '') < (y[0] ?? '') ? -1 : 1))
}
