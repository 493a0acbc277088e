import type { FetchedTranscript, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import type { Outcome } from '@hansard/shared/stage/stage'
import { prepare, type Prepared, type Profile } from '../score/profile.ts'
import type { Meetings, Newest } from './meetings.ts'
import { comparePair, rememberedFrom, worthComparing, type Comparing, type Pair } from './pairs.ts'
import { plan } from './plan.ts'
import { regionAround, type Region } from './region.ts'
import { replay, type Applied, type Arrival } from './replay.ts'
import { isNewer, orderOf } from './revision-order.ts'
import { revise } from './revise.ts'

/** Takes in one revision of a transcript: which meeting is it of, and what becomes of that meeting? */
export const applyTranscript = async (meetings: Meetings, transcript: FetchedTranscript, arrival: Arrival): Promise<Applied> => {
  const own = prepare(transcript)
  const [settled, known, pairs, candidates] = await Promise.all([
    meetings.settled(transcript.revisionId),
    meetings.newest(transcript.transcriptId),
    meetings.pairsOf([transcript.transcriptId]),
    meetings.candidates(own.profile),
  ])
  const arrived = { own, known, pairs, candidates }
  if (settled === undefined) return takeInAs(meetings, transcript.revisionId, arrived, arrival)
  if (settled.origin === arrival.origin) return replay(settled, arrival)
  // The words were merged before, and others since: told of later than those, they are the newest again.
  const againId = uuidV5('again', transcript.revisionId, String(orderOf(transcript).updatedAt))
  const before = await meetings.settled(againId)
  if (before !== undefined) return replay(before, arrival)
  if (known === undefined || !isNewer(orderOf(transcript), known.order)) return replay(settled, arrival)
  if (known.order.revisionId !== transcript.revisionId) return takeInAs(meetings, againId, arrived, arrival)
  // The newest is told of again: what is told of in between and comes later must not take its place.
  meetings.setNewest(own.profile, orderOf(transcript), known.profile)
  const again = replay(settled, arrival)
  if (again.outcome !== undefined) meetings.settle(againId, { ...arrival, outcome: again.outcome, outputs: [] })
  return again
}

const takeInAs = async (meetings: Meetings, inputId: string, arrived: Arrived, arrival: Arrival): Promise<Applied> => {
  const { own, known } = arrived
  meetings.keepRevision(own)
  const isOlder = known !== undefined && isNewer(known.order, orderOf(own.transcript))
  const { outcome, outputs } = isOlder
    ? { outcome: olderRevision(own.transcript, known.meetingId), outputs: [] }
    : await takeIn(meetings, inputId, arrived)
  meetings.settle(inputId, { ...arrival, outcome, outputs })
  return { kind: 'applied', outcome, outputs }
}

const olderRevision = ({ transcriptId }: FetchedTranscript, meetingId: string | null): Outcome => ({
  status: 'processed',
  reason: 'older than the revision already merged',
  details: { transcriptId, ...(meetingId === null ? {} : { meetingId }) },
})

/** A transcript that arrived, and what is known around it. */
interface Arrived {
  readonly own: Prepared
  /** What it was before; undefined for a new one. */
  readonly known: Newest | undefined
  /** Its remembered pairs. */
  readonly pairs: readonly Pair[]
  readonly candidates: readonly Profile[]
}

const takeIn = async (
  meetings: Meetings,
  inputId: string,
  { own, known, pairs, candidates }: Arrived,
): Promise<{ readonly outcome: Outcome; readonly outputs: readonly MergedTranscript[] }> => {
  const { transcriptId, workspaceId, webhookEventId, receivedAt } = own.transcript
  const others = await meetings.prepared(
    candidates.filter((candidate) => worthComparing(own.profile, candidate)).toSorted((x, y) => (x.transcriptId < y.transcriptId ? -1 : 1)),
  )
  const compared = others.map((other) => comparePair(own, other))
  const remembered = compared.map(({ pair }) => pair).filter(({ score, joins }) => joins || score >= rememberedFrom)
  meetings.setNewest(own.profile, orderOf(own.transcript), known?.profile)
  meetings.replacePairs(transcriptId, remembered)

  const region = await regionAround(meetings, [transcriptId, ...[...pairs, ...remembered].flatMap(({ a, b }) => [a, b])])
  const changes = plan(region, { inputId, transcriptId, revised: known === undefined ? null : 'source-revised' })
  const author = { inputId, workspaceId, webhookEventId, by: null, at: receivedAt, why: null }
  const outputs = await revise(meetings, { region, changes, author })
  return { outcome: outcomeOf(transcriptId, region, outputs, compared), outputs }
}

const outcomeOf = (
  transcriptId: string,
  { places }: Region,
  outputs: readonly MergedTranscript[],
  compared: readonly Comparing[],
): Outcome => {
  const meeting = outputs.find(({ sources }) => sources.some((source) => source.transcriptId === transcriptId))
  const meetingId = meeting?.meetingId ?? places.get(transcriptId)?.meetingId ?? ''
  const members = new Set(meeting?.sources.map((source) => source.transcriptId))
  const [best] = compared.filter(({ pair: { a, b } }) => members.has(a) && members.has(b)).toSorted((x, y) => y.pair.score - x.pair.score)
  return {
    status: 'processed',
    reason: reasonOf(meetingId, members.size, places.get(transcriptId)?.meetingId ?? null, best),
    details: {
      transcriptId,
      meetingId,
      ...(meeting === undefined ? {} : { revision: String(meeting.revision) }),
      ...(best === undefined ? {} : { score: String(best.pair.score) }),
    },
  }
}

const reasonOf = (meetingId: string, members: number, before: string | null, best: Comparing | undefined): string => {
  const why = best === undefined ? '' : ` (score ${(Math.floor(best.pair.score * 100) / 100).toFixed(2)}: ${tellingReasons(best)})`
  if (before === meetingId) return `newer revision of a transcript of meeting ${meetingId}${why}`
  if (members === 1) return before === null ? 'first transcript of a new meeting' : `no longer of meeting ${before}: its words changed`
  return `joined meeting ${meetingId}${why}`
}

/** The evidence that speaks most, most telling first. */
const tellingReasons = ({ score: { reasons } }: Comparing): string =>
  reasons
    .filter(({ value }) => value >= 0.5)
    .slice(0, 3)
    .map(({ explanation }) => explanation)
    .join('; ')
