/** A secret that must not be found, and what it is. */
export interface Canary {
  readonly what: string
  readonly value: string
}

/** Text or bytes in which it must not be found, and where they are from. */
export interface Place {
  readonly where: string
  readonly bytes: Buffer
}

/** Shorter ones would be found by chance. */
const shortest = 10

/** Base64 of text that stands at any place within other text: the part that is the same whatever stands around it. */
const base64Within = (value: Buffer, encoding: 'base64' | 'base64url'): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), value])
      .toString(encoding)
      .replaceAll('=', '')
    const complete = Math.floor(((offset + value.length) * 8) / 6)
    return encoded.slice(Math.ceil((offset * 8) / 6), complete)
  })

/** The ways in which a secret could have been written down. */
export const formsOf = (value: string): readonly string[] => {
  const bytes = Buffer.from(value)
  const once = encodeURIComponent(value)
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('/', '\\/'),
    once,
    encodeURIComponent(once),
    new URLSearchParams({ x: value }).toString().slice(2),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64Within(bytes, 'base64'),
    ...base64Within(bytes, 'base64url'),
  ]
  return [...new Set(forms)].filter((form) => form.length >= shortest)
}

/** What was found where, without the secrets themselves: `the operator token in the log of ingress`. */
export const leaks = (canaries: readonly Canary[], places: readonly Place[]): readonly string[] =>
  canaries.flatMap(({ what, value }) => {
    const forms = formsOf(value)
    return places.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ where }) => `${what} in ${where}`)
  })

/** Every text of a JSON document that a key names a secret or an address. */
export const secretTexts = (document: unknown, secretKey: RegExp): readonly Canary[] => {
  if (typeof document !== 'object' || document === null) return []
  return Object.entries(document).flatMap(([key, value]) =>
    typeof value === 'string' ? (secretKey.test(key) ? [{ what: key, value }] : []) : secretTexts(value, secretKey),
  )
}
