/** Labels that recognisers and rooms put where a name should be; with or without a number or letter. */
const placeholder =
  /^(?:(?:unknown|unidentified|unnamed)? *(?:speaker|participant|person|guest|user|caller|attendee|voice|sprecher(?:in)?|teilnehmer(?:in)?|hablante|orador|participante|locuteur|intervenant|interlocuteur|说话人|发言人|講者|話者|スピーカー|화자)|unknown|unidentified|n\/?a|host|me|you|phone user|(?:meeting|conference|board) ?room|conference)(?: *\d+|[ _#:-]+(?:\d+|[a-z]))?$/i

/** Machines and places that people join from, whatever number or floor follows. */
const device =
  /^(?:.*\b(?:iphone|ipad|macbook|imac|android|galaxy|pixel \d\w*|thinkpad|surface pro|laptop|desktop|polycom|logitech|webcam)\b.*|(?:room|raum|saal|sala|salle|zimmer)\b[ \d.:_#/-]*\w?|.*(?:会议室|會議室|会議室|회의실).*)$/i

const trailingNote = /\s*[([][^()[\]]*[)\]]\s*$/

/** A name as people write it: without pronouns or company in brackets behind it. */
export const plainName = (label: string): string => label.replace(trailingNote, '').trim()

/** A label that names a person; null for `Speaker 2` and its like. An e-mail address is no name. */
export const realName = (label: string | null): string | null => {
  const name = plainName(label ?? '')
  return /\p{L}/u.test(name) && !name.includes('@') && !placeholder.test(name) && !device.test(name) ? name : null
}

/** More are no name: what is compared word by word must not be as long as somebody likes. */
const mostWords = 16

/** A name's words in lower case without accents. */
export const nameWords = (name: string): readonly string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)

/** Every word of the shorter is in the longer, as itself or as its initial, each once, and at least one as itself. */
export const wordsAgree = (x: readonly string[], y: readonly string[]): boolean => {
  const [few, many] = x.length <= y.length ? [x, y] : [y, x]
  const left = [...many]
  let whole = 0
  for (const word of few.toSorted((p, q) => q.length - p.length)) {
    const exact = left.indexOf(word)
    const place = exact === -1 ? left.findIndex((other) => (word.length === 1 || other.length === 1) && other[0] === word[0]) : exact
    if (place === -1) return false
    if (exact !== -1 && word.length > 1) whole++
    left.splice(place, 1)
  }
  return whole > 0
}

/** `Nadia`, `N. Haddad` and `Nadia Haddad` may be one person; `Nadia Haddad` and `Nadia Ruiz` are not. */
export const namesAgree = (x: string, y: string): boolean => wordsAgree(nameWords(x), nameWords(y))
