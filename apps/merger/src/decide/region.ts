import type { Profile } from '../score/profile.ts'
import type { Pair } from './pairs.ts'

/** A transcript and where it is now. */
export interface Place {
  readonly profile: Profile
  /** Null for one that is in no meeting yet. */
  readonly meetingId: string | null
}

/** All that a change of some transcripts can touch. */
export interface Region {
  readonly places: ReadonlyMap<string, Place>
  readonly pairs: readonly Pair[]
  /** Keys made by `pairKey`. */
  readonly separated: ReadonlySet<string>
  /** The newest revision of every meeting in it. */
  readonly revisions: ReadonlyMap<string, number>
}

/** What finding a region asks of the store. */
export interface RegionReader {
  /** Remembered pairs with at least one of the transcripts. */
  pairsOf(transcriptIds: readonly string[]): Promise<readonly Pair[]>
  placesOf(transcriptIds: readonly string[]): Promise<readonly Place[]>
  membersOf(meetingIds: readonly string[]): Promise<readonly string[]>
  /** Separations with at least one of the transcripts, as keys. */
  separationsOf(transcriptIds: readonly string[]): Promise<readonly string[]>
  revisionsOf(meetingIds: readonly string[]): Promise<ReadonlyMap<string, number>>
}

/** From so many transcripts on, pairs lead no further: thousands of copies of one text would otherwise be read at each arrival. Meetings are read whole. */
const mostTranscripts = 100

/** Everything connected with the transcripts, by pairs that join or by meetings, over any number of steps. */
export const regionAround = async (reader: RegionReader, transcriptIds: readonly string[]): Promise<Region> => {
  const places = new Map<string, Place>()
  const pairs = new Map<string, Pair>()
  const separated = new Set<string>()
  const revisions = new Map<string, number>()
  let frontier = [...new Set(transcriptIds)]
  while (frontier.length > 0) {
    const [found, touching, apart] = await Promise.all([
      reader.placesOf(frontier),
      reader.pairsOf(frontier),
      reader.separationsOf(frontier),
    ])
    for (const place of found) places.set(place.profile.transcriptId, place)
    for (const key of apart) separated.add(key)
    for (const pair of touching) pairs.set(`${pair.a} ${pair.b}`, pair)
    const entered = found.flatMap(({ meetingId }) => (meetingId === null || revisions.has(meetingId) ? [] : [meetingId]))
    const linked = (places.size < mostTranscripts ? touching : []).filter(({ joins }) => joins).flatMap(({ a, b }) => [a, b])
    const [members, newest] = entered.length === 0 ? [[], []] : await Promise.all([reader.membersOf(entered), reader.revisionsOf(entered)])
    for (const [meetingId, revision] of newest) revisions.set(meetingId, revision)
    frontier = [...new Set([...linked, ...members])].filter((id) => !places.has(id)).toSorted()
  }
  return {
    places,
    pairs: [...pairs.values()].filter(({ a, b }) => places.has(a) && places.has(b)),
    separated,
    revisions,
  }
}
