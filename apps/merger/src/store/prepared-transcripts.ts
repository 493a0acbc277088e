import { prepare, type Prepared, type Profile } from '../score/profile.ts'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'

type Load = (revisionIds: readonly string[]) => Promise<readonly FetchedTranscript[]>

/**
 * Transcripts made ready for comparing and merging. Those used last are kept: a revision never changes, a meeting's sources come within
 * minutes, and each is looked at again when the next comes.
 */
export interface PreparedTranscripts {
  /** The revisions that the profiles are of, in their order; `load` gets those that are not at hand, by their ids. */
  of(profiles: readonly Profile[], load: Load): Promise<readonly Prepared[]>
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
    async of(profiles, load) {
      const known = new Map(profiles.map(({ revisionId }) => [revisionId, kept.get(revisionId)]))
      const missing = [...known].flatMap(([revisionId, prepared]) => (prepared === undefined ? [revisionId] : []))
      const loaded = missing.length === 0 ? [] : await load(missing)
      for (const transcript of loaded) known.set(transcript.revisionId, prepare(transcript))
      const found = profiles.flatMap(({ revisionId }) => known.get(revisionId) ?? [])
      for (const prepared of found) remember(prepared)
      return found
    },
  }
}
