/** The footer of an export, in whatever language: a few words and Otter's address, which nobody can say. */
const address = String.raw`https?:\/\/(?:www\.)?otter\.ai\/?`
const footerLines = [
  new RegExp(String.raw`^<?${address}>?$`, 'i'),
  new RegExp(String.raw`^(?:\p{L}+ ){0,3}(?:transcri|transkri)\p{L}* (?:\p{L}+ ){0,3}<?${address}>?\.?$`, 'iu'),
  /^(?:automatically )?(?:transcribed|transcript|recorded|generated|powered)(?: automatically)? (?:by|with|using|from) otter(?:\.ai)?\.?$/i,
  /^(?:view|see|read|open|listen to) .{0,60}https?:\/\/(?:www\.)?otter\.ai\/\S*$/i,
]
const gluedFooter = new RegExp(String.raw`(?<![\p{L}])(?:transcribed|transcript) by ${address}$`, 'iu')
const rule = /^[-_=*–—]{3,}$/

/** Of Otter's DOCX, PDF and TXT exports with a summary: each stands in a line of its own, its contents below. */
const section = /^(?:summary keywords|(?:keywords|speakers|summary|outline|action items) ?:)$/i
const plainSection = /^(?:KEYWORDS|SPEAKERS|SUMMARY|OUTLINE|ACTION ITEMS)$/
const transcriptTitle = /^transcript(?:ion)?:?$/i
/** `Thu, 3/11 10:23AM • 42:08`: when it was recorded, and how long it is. */
const recorded =
  /^[\p{L}\d][^•·|]{2,60}\d[^•·|]{0,6}[•·|] *(?:(?:\d{1,3}:)?\d{1,3}:\d{2}|\d+ ?(?:min|mins|minutes|h|hr|hours|sec|secs)\b.{0,20})$/u

/** Enough for a title, a date and the address of the conversation. */
const longestFront = 4
const longestLine = 300
const longestGlued = 80

interface Span {
  readonly from: number
  /** Not included. */
  readonly to: number
  /** The last line without a footer that was glued to its words. */
  readonly last: string
}

/**
 * What is left of an export without what Otter put around the words: title, date, keywords and speakers before them, its address after
 * them. Only what is recognised at the very beginning and the very end: a line like these among the words was said.
 * @param isHeader whether a line may begin a turn: a front ends there
 */
export const withoutFurniture = (lines: readonly string[], title: string | null, isHeader: (line: string) => boolean): Span => {
  const to = beginningOfBack(lines)
  const last = (lines[to - 1] ?? '').trimEnd()
  const from = endOfFront(lines.slice(0, to), title, isHeader)
  return { from, to, last: last.slice(0, -longestGlued) + last.slice(-longestGlued).replace(gluedFooter, '') }
}

/** Whether a trimmed line, with plain spaces, is what an export ends with. */
export const isFooter = (line: string): boolean => line.length < longestLine && footerLines.some((footer) => footer.test(line))

const beginningOfBack = (lines: readonly string[]): number => {
  let to = lines.length
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const text = (lines[index] ?? '').trim()
    // A rule belongs to a footer below or above it.
    if (isFooter(text) || (to < lines.length && rule.test(text))) to = index
    else if (text !== '' && !rule.test(text)) break
  }
  return to
}

const isSection = (line: string): boolean => section.test(line) || plainSection.test(line)

const endOfFront = (lines: readonly string[], title: string | null, isHeader: (line: string) => boolean): number => {
  const text = (index: number): string => (lines[index] ?? '').trim()
  const skipBlank = (index: number): number => {
    let at = index
    while (at < lines.length && text(at) === '') at += 1
    return at
  }
  const beginsTurn = (index: number): boolean => {
    const below = text(index + 1)
    return isHeader(text(index)) && below !== '' && !isSection(below) && !recorded.test(below)
  }
  const start = skipBlank(0)
  const after = title !== null && text(start) !== '' && text(start) === title.trim() ? skipBlank(start + 1) : start
  const front = known(after)
  const sections = endOfSections(front ?? after)
  return (front !== undefined || sections > after) && transcriptTitle.test(text(sections)) ? skipBlank(sections + 1) : sections

  /** A title or an address is known by what comes after it. */
  function known(from: number): number | undefined {
    let at = from
    for (let seen = 0; seen <= longestFront && at < lines.length; seen += 1) {
      if (recorded.test(text(at))) return skipBlank(at + 1)
      if (isSection(text(at))) return at
      if (text(at).length > longestLine || beginsTurn(at)) return undefined
      at = skipBlank(at + 1)
    }
    return undefined
  }

  function endOfSections(from: number): number {
    let at = from
    while (isSection(text(at))) {
      at = skipBlank(at + 1)
      while (text(at) !== '' && !isSection(text(at)) && !beginsTurn(at)) at += 1
      at = skipBlank(at)
    }
    return at
  }
}
