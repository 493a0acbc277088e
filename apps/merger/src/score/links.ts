interface Linked {
  readonly joinUrl: string | null
  readonly aliases: readonly string[]
}

/** A part of an address that can only stand for one room: long, and no plain word. */
const isRoom = (text: string): boolean => text.length >= 9 && /\d|-.*-/.test(text)

/**
 * By what people found the room: the link without its query, each part of its path that looks like a room's number or code, and the
 * aliases that do. Two sources that share one met in the same room; a room is used by many meetings, one at a time.
 */
export const roomsOf = ({ joinUrl, aliases }: Linked): readonly string[] => {
  const rooms = new Set(aliases.map((alias) => alias.replaceAll(/(?<=\d)[ -](?=\d)/g, '').toLowerCase()).filter(isRoom))
  if (joinUrl !== null && URL.canParse(joinUrl)) {
    const { host, pathname } = new URL(joinUrl)
    const path = pathname.toLowerCase().replace(/\/+$/, '')
    if (path !== '') rooms.add(`${host}${path}`)
    for (const part of path.split('/')) if (isRoom(part)) rooms.add(part)
  }
  return [...rooms].toSorted()
}

/** Meeting numbers: two sources that have numbers, none in common, met in different rooms. */
const numbersOf = (rooms: readonly string[]): readonly string[] => rooms.filter((room) => /^\d{9,}$/.test(room))

/** 1 the same room, 0 different ones, null where that cannot be told. */
export const sameRoom = (a: readonly string[], b: readonly string[]): 0 | 1 | null => {
  const others = new Set(b)
  if (a.some((room) => others.has(room))) return 1
  return numbersOf(a).length > 0 && numbersOf(b).length > 0 ? 0 : null
}
