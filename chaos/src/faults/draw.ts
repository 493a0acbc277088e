import type { Random } from '@hansard/simulator/meeting/random'
import type { FaultKind } from './fault.ts'

/** Draws so many faults that strike at one time, of different kinds. Every kind comes once before any comes again, in an order by the seed. */
export const createDraw = (kinds: readonly FaultKind[], random: Random): ((count: number) => readonly FaultKind[]) => {
  let bag: FaultKind[] = []
  const drawOtherThan = (taken: readonly FaultKind[]): FaultKind => {
    const isOther = ({ name }: FaultKind): boolean => taken.every((each) => each.name !== name)
    // What is left may be of one kind only; it comes first next time.
    if (!bag.some(isOther)) bag = [...random.shuffle(kinds), ...bag]
    const kind = bag.findLast(isOther)
    if (kind === undefined) throw new RangeError('there are not so many kinds of fault')
    bag.splice(bag.lastIndexOf(kind), 1)
    return kind
  }
  return (count) => {
    const taken: FaultKind[] = []
    while (taken.length < count) taken.push(drawOtherThan(taken))
    return taken
  }
}
