import type { Claims } from '../../claims/claims.ts'
import { knownStates } from '../../claims/told-states.ts'
import { judgeTelling } from '../../claims/telling.ts'
import type { Queryable } from '../../postgres/postgres.ts'

/** Claims that are looked up and never taken: whether this claimant would win. PostgreSQL alone is asked, which remembers all that Redis does. */
export const lookedUpClaims = (postgres: Queryable): Pick<Claims, 'claim' | 'tell'> => {
  const tell: Claims['tell'] = async (telling, claimant) => {
    const [known] = await knownStates(postgres, [{ telling, claimant }], new Set())
    return judgeTelling(telling, claimant, known ?? { own: undefined, again: undefined, newest: undefined })
  }
  return {
    tell,
    async claim(key, claimant) {
      const told = await tell({ key, subject: null, state: key, toldAt: null }, claimant, 0)
      return told.kind === 'known' ? { won: false, holder: told.holder } : { won: true }
    },
  }
}
