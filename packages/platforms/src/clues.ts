import type { Clues } from './platform.ts'

/** More places of one name are not looked at, nor are values that are longer. */
const maxPlaces = 3
const maxLength = 256

const value = new RegExp(String.raw`^\s{0,20}:\s{0,20}"([^"\\]{1,${maxLength}})"`)

/**
 * The value of the first `"name": "text"` in the body, found without parsing it: linear, whatever the bytes are. It may be anybody's and
 * from anywhere in the body, so it may point to what is tried first, and decides nothing.
 */
export const textAfter = (body: Buffer, name: string): string | undefined => {
  const key = `"${name}"`
  let at = body.indexOf(key)
  for (let place = 0; at !== -1 && place < maxPlaces; place += 1) {
    const from = at + key.length
    const found = value.exec(body.toString('utf8', from, from + maxLength + 50))?.[1]
    if (found !== undefined) return found
    at = body.indexOf(key, from)
  }
  return undefined
}

/** What the fields of these names seem to say. */
export const cluesFrom = (body: Buffer, names: { readonly accounts: readonly string[]; readonly emails: readonly string[] }): Clues => ({
  accounts: textsAfter(body, names.accounts),
  emails: textsAfter(body, names.emails).map((email) => email.trim().toLowerCase()),
})

const textsAfter = (body: Buffer, names: readonly string[]): readonly string[] =>
  names.map((name) => textAfter(body, name)).filter((text) => text !== undefined)
