import { realName } from '../score/names.ts'

/** Names that people gave to labels: in the whole workspace by `labelKey`, in one transcript by `ownKey`. */
export type SpeakerNames = ReadonlyMap<string, string>

/** One correction; `transcriptId` null: in the whole workspace. */
export interface SpeakerCorrection {
  readonly transcriptId: string | null
  readonly label: string
  readonly name: string
}

/** Labels are compared without regard to case and to spaces around them. */
export const labelKey = (label: string): string => label.normalize('NFKC').trim().toLowerCase()

export const ownKey = (transcriptId: string, label: string): string => `${transcriptId} ${labelKey(label)}`

/** What a person said the label of a transcript stands for. */
export const correctedName = (names: SpeakerNames, transcriptId: string, label: string | null): string | undefined =>
  label === null ? undefined : (names.get(ownKey(transcriptId, label)) ?? names.get(labelKey(label)))

/** `Nadia` and `n.haddad@…` are the same person tomorrow; `Speaker 2` is somebody else. */
export const isLasting = (label: string): boolean => label.includes('@') || realName(label) !== null
