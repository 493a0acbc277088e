/** Headers whose values help to find out who sent a delivery and hold no secret. */
const kept = new Set([
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'traceparent',
  'transfer-encoding',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
  'x-webhook-delivery-id',
  'x-zm-request-id',
  'x-zm-request-timestamp',
  'x-zm-trackingid',
])
const maxHeaders = 50
const maxLength = 200

/**
 * A request's headers fit for a log that others read: known harmless ones keep their value (shortened), signatures are reduced to
 * their prefix and length, everything else is '[redacted]'.
 */
export const redactHeaders = (
  headers: Readonly<Record<string, string>>,
  signatureHeaders: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, maxHeaders)
      .map(([name, value]) => [name.slice(0, maxLength), redactValue(name, value, signatureHeaders)]),
  )

const redactValue = (name: string, value: string, signatureHeaders: readonly string[]): string => {
  if (kept.has(name)) return value.slice(0, maxLength)
  if (!signatureHeaders.includes(name)) return '[redacted]'
  const prefix = /^(?:v0|sha1|sha256|sha512)=/.exec(value)?.[0] ?? ''
  return `${prefix}[${value.length} characters]`
}
