const secretKey = /token|secret|passw|passcode|pwd|authorization|api_?key|client_?id$|(?:url|link)$/i

/** Platforms send the same few keys again and again; somebody may send any. */
const knownKeys = new Map<string, boolean>()
const mostKeys = 1_000

/** Whether a key calls what stands under it a token, a password or an address. */
export const isSecret = (key: string): boolean => {
  const known = knownKeys.get(key)
  if (known !== undefined) return known
  const answer = secretKey.test(key)
  if (knownKeys.size < mostKeys) knownKeys.set(key, answer)
  return answer
}

/** What opens a door in an address that stands in a text, as in the invitation that somebody copied into the agenda. */
const secretParameter = /([?&](?:pwd|pass(?:word|code)|tk|zak|[a-z_]*token|api_?key|sig(?:nature)?)=)[^&#\s"'<>]+/gi

/** A passcode as invitations write it, in the languages that Zoom writes them in; a word without a digit is taken for one in none but the surest. */
const passcode =
  /((?:passcode|password|passwort|kenncode|kennwort|meeting pin|mot de passe|code secret|contraseña|código de acceso|senha|密码|密碼|パスコード|암호)[ \t]{0,3}[:=：][ \t]{0,3})(?=\S{0,63}\d)\S{1,64}/giu

/** The text without what opens a door: secret parameters of the addresses in it, and passcodes. */
export const withoutSecrets = (text: string): string => {
  const bare = text.includes('=') ? text.replaceAll(secretParameter, '$1[removed]') : text
  return /[:=：]/.test(bare) ? bare.replaceAll(passcode, '$1[removed]') : bare
}

/**
 * A copy of any record for an operator's eyes: whatever a key calls a token, a password or an address is replaced,
 * for addresses of recordings and of webhooks open doors; and in texts, what opens the addresses in them. Expects what `readJson` read (bounded depth, no `__proto__`).
 */
export const scrub = (value: unknown): unknown => {
  if (typeof value === 'string') return withoutSecrets(value)
  if (Array.isArray(value)) return value.map(scrub)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Readonly<Record<string, unknown>>
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(fields)) {
    const item = fields[key]
    kept[key] = isSecret(key) && item !== null ? '[removed]' : scrub(item)
  }
  return kept
}
