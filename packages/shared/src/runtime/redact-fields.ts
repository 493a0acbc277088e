/** Names under which a secret could reach a log line. Code never logs them on purpose; this is the second lock. */
export const secretNames: readonly string[] = [
  'authorization',
  'password',
  'passcode',
  'secret',
  'token',
  'download_token',
  'downloadToken',
  'credentials',
  'clientSecret',
  'apiKey',
  'refreshToken',
  'accessToken',
  'sealed',
  'urlKey',
]
const secret: ReadonlySet<string> = new Set(secretNames)
const censor = '[redacted]'

type Fields = Readonly<Record<string, unknown>>

/**
 * What a log line holds without the values of secrets' known names, at the top and one level below. The fields themselves where there are none:
 * a look at the names costs a tenth of what pino's own redaction by paths does, which took 4 % of the ingress.
 */
export const redactFields = (fields: Fields): Fields => redacted(fields, true)

const redacted = (fields: Fields, deeper: boolean): Fields => {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    const kept = keptOf(name, value, deeper)
    if (kept !== value) (copy ??= { ...fields })[name] = kept
  }
  return copy ?? fields
}

const keptOf = (name: string, value: unknown, deeper: boolean): unknown => {
  if (value === undefined || value === null) return value
  if (secret.has(name)) return censor
  return deeper && typeof value === 'object' ? redacted(value as Fields, false) : value
}
