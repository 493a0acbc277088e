import { prepare } from '@hansard/merger/score/profile'
import { score } from '@hansard/merger/score/score'
import type { Example, ShareName } from '../cases/pairs.ts'

export interface Recognised {
  readonly name: string
  readonly same: boolean
  readonly share: ShareName
  readonly language: string
  readonly kind: string
  readonly score: number
  readonly reasons: string
  readonly prepareMs: number
  readonly scoreMs: number
}

export const recognise = ({ a, b, case: { name, same }, share, language, kind }: Example): Recognised => {
  const began = performance.now()
  const [x, y] = [prepare(a.transcript), prepare(b.transcript)]
  const prepared = performance.now()
  const found = score(x, y)
  const scoreMs = performance.now() - prepared
  const reasons = found.reasons.map(({ evidence, value, explanation }) => `${evidence} ${value}: ${explanation}`).join('; ')
  return { name, same, share, language, kind, score: found.score, reasons, prepareMs: (prepared - began) / 2, scoreMs }
}
