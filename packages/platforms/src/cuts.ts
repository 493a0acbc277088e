/** What the reading that is under way has cut so far: reading is synchronous, so that there is one at a time. */
let underWay: Set<string> | undefined

/** Reads, and tells what was cut meanwhile: one sentence for each kind of field, without anything that stood in it. */
export const noticing = <T>(read: () => T): { readonly result: T; readonly cuts: readonly string[] } => {
  const outer = underWay
  const own = (underWay = new Set<string>())
  try {
    const result = read()
    return { result, cuts: [...own] }
  } finally {
    underWay = outer
  }
}

/** Says what is being cut; nobody hears it outside of `noticing`. */
export const noteCut = (what: string): void => void underWay?.add(what)

/** At most so many UTF-16 units of the text, and no half of a character. */
export const beginning = (text: string, most: number): string => {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most)
}

/** The text, cut at `most` characters; `what` names the field: `the title`. */
export const cutText = (text: string, what: string, most: number): string => {
  if (text.length <= most) return text
  noteCut(`${what} was cut at ${most} characters`)
  return beginning(text, most)
}

/** The first `most` elements; `what` names them in the plural: `people`. */
export const cutList = <T>(list: readonly T[], what: string, most: number): readonly T[] => {
  if (list.length <= most) return list
  noteCut(`${list.length - most} of ${list.length} ${what} were left out`)
  return list.slice(0, most)
}
