import { namingDoubledHeader } from './doubled-header.ts'
import type { DeliveryHead, Platform } from './platform.ts'
import type { Recognition } from './recognition.ts'

export type RefusedHead = Extract<Recognition, { kind: 'missing' | 'forged' }>

/**
 * The refusal of a delivery whose headers alone show that no secret can have signed it as it has to be: nothing has to be read or hashed
 * for it. Undefined: body and secrets decide.
 */
export const refusedByHead = (platform: Platform, head: DeliveryHead): RefusedHead | undefined => {
  const refusal = platform.precheck?.(head)
  return refusal?.kind === 'forged' ? namingDoubledHeader(refusal, head, platform) : refusal
}
