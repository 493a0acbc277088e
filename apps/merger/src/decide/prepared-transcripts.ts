import { prepare, type Prepared, type Profile } from '../score/profile.ts'
import type { Meetings } from './meetings.ts'

/**
 * Transcripts made ready for comparing and merging. Those used last are kept: a revision never changes, a meeting's sources come within
 * minutes, and each is looked at again when the next comes.
 */
export interface PreparedTranscripts {
  /** The revisions that the profiles are of, in their order. */
  of(meetings: Pick<Meetings, 'revisions'>, profiles: readonly Profile[]): Promise<readonly Prepared[]>
  remember(prepared: Prepared): void
}

/** Some 80 bytes a word with what is known of its pairs: 40 MB at most, or twenty transcripts of three hours. */
const mostWords = 500_000

export const createPreparedTranscripts = (most: number = mostWords): PreparedTranscripts => {
  /** By revision id, the one used last at the end. */
  const kept = new Map<string, Prepared>()
  let words = 0

  const forget = (revisionId: string) => {
    words -= kept.get(revisionId)?.profile.words ?? 0
    kept.delete(revisionId)
  }
  const remember = (prepared: Prepared) => {
    const { revisionId } = prepared.profile
    forget(revisionId)
    kept.set(revisionId, prepared)
    words += prepared.profile.words
    for (const oldest of kept.keys()) {
      if (words <= most) break
      forget(oldest)
    }
  }
  return {
    remember,
    async of(meetings, profiles) {
      const known = new Map(profiles.map(({ revisionId }) => [revisionId, kept.get(revisionId)]))
      const missing = [...known].flatMap(([revisionId, prepared]) => (prepared === undefined ? [revisionId] : []))
      const loaded = missing.length === 0 ? [] : await meetings.revisions(missing)
      for (const transcript of loaded) known.set(transcript.revisionId, prepare(transcript))
      const found = profiles.flatMap(({ revisionId }) => known.get(revisionId) ?? [])
      for (const prepared of found) remember(prepared)
      return found
    },
  }
}
