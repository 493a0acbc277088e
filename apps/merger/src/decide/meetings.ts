import type { MeetingCommand, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Outcome } from '@hansard/shared/stage/stage'
import type { SpeakerCorrection, SpeakerNames } from '../merge/speaker-names.ts'
import type { Prepared, Profile } from '../score/profile.ts'
import type { Pair } from './pairs.ts'
import type { RegionReader } from './region.ts'
import type { RevisionOrder } from './revision-order.ts'

/** How an input ended, kept so that a redelivery ends the same. */
export interface Settled {
  /** `topic/partition/offset` of the record that was applied. */
  readonly origin: string
  readonly webhookEventId: string | null
  readonly outcome: Outcome
  readonly outputs: readonly MergedTranscript[]
}

/** The newest revision of a transcript that the meetings know. */
export interface Newest {
  readonly order: RevisionOrder
  readonly profile: Profile
  readonly meetingId: string | null
}

/**
 * The meetings of one workspace within one transaction: nobody else changes them meanwhile. What is written is there for whatever is read
 * afterwards; when it cannot be written, the transaction fails.
 */
export interface Meetings extends RegionReader {
  settled(inputId: string): Promise<Settled | undefined>
  newest(transcriptId: string): Promise<Newest | undefined>
  /** Every transcript that `worthComparing` would name with this one, and perhaps others. Of very many, those most alike in what was said. */
  candidates(profile: Profile): Promise<readonly Profile[]>
  /** The kept revisions that the profiles are of, in their order, ready for comparing and merging. */
  prepared(profiles: readonly Profile[]): Promise<readonly Prepared[]>

  keepRevision(revision: Prepared): void
  /** Makes a kept revision its transcript's newest, in the place of the one before; where the transcript is stays as it is. */
  setNewest(profile: Profile, order: RevisionOrder, before: Profile | undefined): void
  /** Replaces all remembered pairs of the transcript. */
  replacePairs(transcriptId: string, pairs: readonly Pair[]): void
  /** Keeps the transcript apart from the others for good; what a person joined before is undone. */
  separate(transcriptId: string, others: readonly string[], command: MeetingCommand): void
  /** Holds the transcript and the others together for good; what a person separated before is undone. */
  join(transcriptId: string, others: readonly string[], command: MeetingCommand): void
  /** Names that people gave to labels, those of these transcripts and those of the whole workspace, by `SpeakerNames`' keys. */
  speakerNames(transcriptIds: readonly string[]): Promise<SpeakerNames>
  nameSpeaker(correction: SpeakerCorrection, command: MeetingCommand): void
  /** The newest revision of each meeting as it was published. */
  newestRevisions(meetingIds: readonly string[]): Promise<readonly MergedTranscript[]>
  /** Adds a revision to its meeting and moves the sources of an active one there. */
  addRevision(merged: MergedTranscript, inputId: string): void
  settle(inputId: string, settled: Settled): void
}

export interface MeetingStore {
  /** Runs `work` alone on its workspace; all of what it writes is kept, or nothing. */
  within<T>(workspaceId: string, work: (meetings: Meetings) => Promise<T>): Promise<T>
}
