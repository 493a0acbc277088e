import type { Standing } from './decisions.ts'
import type { StandingLetter } from './groups.ts'
import type { DeadLetter } from './letter.ts'

/** Which dead letters are meant. */
export type Selection =
  /** A delivery's webhook-event-id, an origin, a place in a dead-letter topic, or the letter's own id. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'fingerprint'; readonly fingerprint: string }
  /** By the time of the last failure; `from` inclusive, `to` exclusive, epoch milliseconds. */
  | { readonly kind: 'window'; readonly from: number; readonly to: number }

export const isSelected = (selection: Selection, letter: DeadLetter): boolean => {
  switch (selection.kind) {
    case 'id':
      return [letter.id, letter.webhookEventId, letter.origin, letter.position].includes(selection.id)
    case 'fingerprint':
      return letter.fingerprint === selection.fingerprint
    case 'window':
      return letter.lastFailedAt >= selection.from && letter.lastFailedAt < selection.to
  }
}

/** Whether a letter may be given back: not what was already; what is parked only when that is asked for. */
export const isRedrivable = ({ state }: Standing, parkedToo: boolean): boolean =>
  state === 'open' || state === 'redriving' || (state === 'parked' && parkedToo)

/** The fingerprints that begin so, of which a person may give the first characters only. */
export const fingerprintsLike = (letters: readonly StandingLetter[], beginning: string): readonly string[] => [
  ...new Set(letters.map(({ letter }) => letter.fingerprint).filter((fingerprint) => fingerprint.startsWith(beginning.toLowerCase()))),
]
