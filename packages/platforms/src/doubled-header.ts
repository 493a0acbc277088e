import type { Authentication, DeliveryHead, Platform } from './platform.ts'

type Forged = Extract<Authentication, { kind: 'forged' }>

/**
 * The refusal, saying so where the header it is about was sent more than once: such values reach us joined by commas (Node does so:
 * https://nodejs.org/api/http.html#messageheaders), which no signature and no timestamp has in it. It stays refused: which of the values was meant is not
 * ours to guess. Judged by the kept value, so that the verifier says the same as the ingress.
 */
export const namingDoubledHeader = (
  refusal: Forged,
  { headers }: Pick<DeliveryHead, 'headers'>,
  { signatureHeaders }: Platform,
): Forged => {
  const doubled = signatureHeaders.find((name) => refusal.detail.includes(name) && headers[name]?.includes(',') === true)
  if (doubled === undefined) return refusal
  const times = (headers[doubled] ?? '').split(',').length
  return { ...refusal, detail: `the header ${doubled} was sent ${times === 2 ? 'twice' : `${times} times`}` }
}
