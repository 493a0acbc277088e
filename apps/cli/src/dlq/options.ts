import { InvalidArgumentError, Option } from 'commander'
import type { Selection } from '@hansard/shared/dead-letters/selection'
import { stageNames } from '@hansard/shared/topics'
import type { Environment } from '../connections.ts'
import { UsageError } from '../problems.ts'

export const stageOption = (): Option => new Option('--stage <stage>', 'only those of one stage').choices(stageNames)

/** Who decides, unless told otherwise: whoever is logged in. */
export const whoOf = (env: Environment): string => [env.USER, env.LOGNAME, env.USERNAME].find((name) => name) ?? 'somebody'

export interface SelectionOptions {
  readonly id?: string
  readonly fingerprint?: string
  readonly from?: number
  readonly to?: number
}

/** Throws UsageError unless exactly one way of selecting was used. */
export const selectionOf = ({ id, fingerprint, from, to }: SelectionOptions, ways: string): Selection => {
  const selections: Selection[] = [
    ...(id === undefined ? [] : [{ kind: 'id', id } as const]),
    ...(fingerprint === undefined ? [] : [{ kind: 'fingerprint', fingerprint } as const]),
    ...(from === undefined && to === undefined
      ? []
      : [{ kind: 'window', from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY } as const]),
  ]
  const [selection] = selections
  if (selection === undefined || selections.length > 1) throw new UsageError(`Say which dead letters are meant, in one way: ${ways}.`)
  return selection
}

/** A moment as the commands print it (UTC), or in ISO 8601. */
export const moment = (text: string): number => {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text.trim())
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`)
  if (Number.isNaN(at)) throw new InvalidArgumentError('It is written 2026-03-03 or "2026-03-03 09:30", in UTC.')
  return at
}

/** `20`, `20/s`, `5/m`: records a second. */
export const rate = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(?:\/(s|m))?$/.exec(text.trim())
  const perSecond = match === null ? Number.NaN : Number(match[1]) / (match[2] === 'm' ? 60 : 1)
  if (!(perSecond > 0) || perSecond > 10_000) throw new InvalidArgumentError('It is written 20/s or 5/m.')
  return perSecond
}
