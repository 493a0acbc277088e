import type { Claimant, Claims } from './claims.ts'
import { isCopy, isSameClaimant, judgeTelling, timeOf, type Telling, type ToldState } from './telling.ts'

interface Row extends ToldState {
  readonly subject: string | null
}

/** For tests: claims in memory, judged as the real ones are. */
export const memoryClaims = (): Pick<Claims, 'claim' | 'tell'> => {
  const rows = new Map<string, Row>()
  const tell = (telling: Telling, claimant: Claimant, windowMs: number) => {
    const at = timeOf(telling, claimant)
    const again = `${telling.key}@${at}`
    const own = rows.get(telling.key)
    if (own !== undefined && !isSameClaimant(own, claimant)) {
      const first = { at: own.at, toldAt: own.toldAt }
      if (telling.subject === null || isCopy(telling, claimant, first, windowMs)) return { kind: 'known' as const, holder: own }
    }
    const newest = [...rows].filter(([, { subject }]) => telling.subject !== null && subject === telling.subject)
    const [newestKey, newestRow] = newest.toSorted(([, x], [, y]) => y.heardAt - x.heardAt)[0] ?? []
    const told = judgeTelling(telling, claimant, { own, again: rows.get(again), newest: newestRow })
    const row = { ...claimant, subject: telling.subject, state: telling.state, toldAt: at, heardAt: at }
    if (own === undefined) rows.set(telling.key, row)
    if (told.kind === 'again') rows.set(again, rows.get(again) ?? row)
    if (told.kind === 'known' && newestKey !== undefined && newestRow?.state === telling.state)
      rows.set(newestKey, { ...newestRow, heardAt: Math.max(newestRow.heardAt, at) })
    return told
  }
  return {
    tell: async (telling, claimant, windowMs) => tell(telling, claimant, windowMs),
    async claim(key, claimant, windowMs) {
      const told = tell({ key, subject: null, state: key, toldAt: null }, claimant, windowMs)
      return told.kind === 'known' ? { won: false, holder: told.holder } : { won: true }
    },
  }
}
