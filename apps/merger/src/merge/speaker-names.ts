import { createHash } from 'node:crypto'
import { realName } from '../score/names.ts'

/** Names that people gave to labels: in the whole workspace by `labelKey`, in one transcript by `ownKey`. */
export type SpeakerNames = ReadonlyMap<string, string>

/** One correction; `transcriptId` null: in the whole workspace. */
export interface SpeakerCorrection {
  readonly transcriptId: string | null
  readonly label: string
  readonly name: string
}

/** Keys are kept in an index of PostgreSQL, whose rows hold 2,704 bytes: for what no name is as long as, a digest stands. */
const longestKey = 500

/** Labels are compared without regard to case and to spaces around them. */
export const labelKey = (label: string): string => {
  const key = label.normalize('NFKC').trim().toLowerCase()
  return key.length <= longestKey ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

export const ownKey = (transcriptId: string, label: string): string => `${transcriptId} ${labelKey(label)}`

/** What a person said the label of a transcript stands for. */
export const correctedName = (names: SpeakerNames, transcriptId: string, label: string | null): string | undefined =>
  label === null ? undefined : (names.get(ownKey(transcriptId, label)) ?? names.get(labelKey(label)))

/** `Nadia` and `n.haddad@…` are the same person tomorrow; `Speaker 2` is somebody else. */
export const isLasting = (label: string): boolean => label.includes('@') || realName(label) !== null
