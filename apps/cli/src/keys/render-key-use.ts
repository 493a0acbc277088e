import { greatestOf } from '@hansard/shared/extremes'
import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import type { Terminal } from '../terminal/terminal.ts'
import { oneLine } from '@hansard/shared/printable'
import { wrap } from '../terminal/text.ts'
import type { AllKeyUse, KeyUse } from './key-use.ts'

/** What each key still seals, for a person. */
export const renderKeyUse = (
  { processes, keys }: AllKeyUse,
  { currentKeyId }: Pick<KeyRing, 'currentKeyId'>,
  { colours, columns }: Pick<Terminal, 'colours' | 'columns'>,
): readonly string[] => [
  ...keys.flatMap((use) => {
    const lines = [...rowLines(use), ...recordLines(use), ...lastSealing(use), verdict(use, currentKeyId)]
    return [colours.bold(`Key ${oneLine(use.keyId)}`), ...lines.flatMap((line) => wrap(line, columns - 2).map((part) => `  ${part}`)), '']
  }),
  processes.length === 0
    ? 'No running process has told of its keys lately.'
    : 'Running processes and their keys, the one that seals first:',
  ...processes.map(({ process, keyIds }) => `  ${oneLine(process)}  ${keyIds.map(oneLine).join(', ')}`),
]

const rowLines = ({ rows }: KeyUse): readonly string[] =>
  Object.entries(rows).flatMap(([what, count]) => (count === 0 ? [] : [`seals ${count} ${what} in PostgreSQL`]))

const recordLines = ({ records }: KeyUse): readonly string[] =>
  records.map(({ topic, count, goneAt }) => `seals ${count} records in ${topic}, the last gone by ${day(goneAt)}`)

const lastSealing = ({ lastSealedAt }: KeyUse): readonly string[] =>
  lastSealedAt === null ? [] : [`sealed last, as far as processes told, ${day(lastSealedAt.getTime())}`]

/** Whether the key may be removed from every ring, or what keeps it. */
export const verdict = (use: KeyUse, currentKeyId: string): string => {
  const rows = Object.values(use.rows).reduce((sum, count) => sum + count, 0)
  if (!use.inRing && rows + use.records.length > 0) return 'is not in this key ring: what it seals cannot be opened'
  if (use.keyId === currentKeyId) return 'is the one that seals: keep it'
  if (use.sealers.length > 0) return `still seals in ${use.sealers.join(', ')}: put the new key first there`
  if (rows > 0) return 'keep it until "keys rotate" has sealed these rows anew'
  if (use.records.length > 0)
    return `keep it until ${day(greatestOf(use.records.map(({ goneAt }) => goneAt)) ?? 0)}, or until nobody wants to give back or read those records any more`
  return use.inRing ? 'seals nothing any more: it may be removed' : 'seals nothing any more'
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
