/**
 * A function of two objects that is worked out once for the two, in this order, and known for as long as both exist. A meeting's sources
 * are compared when one arrives and looked at again whenever the meeting is merged.
 */
export const remembered = <A extends object, B extends object, Result>(work: (a: A, b: B) => Result): ((a: A, b: B) => Result) => {
  const results = new WeakMap<A, WeakMap<B, { readonly result: Result }>>()
  return (a, b) => {
    let known = results.get(a)
    if (known === undefined) results.set(a, (known = new WeakMap()))
    const found = known.get(b) ?? { result: work(a, b) }
    known.set(b, found)
    return found.result
  }
}
