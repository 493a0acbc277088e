import type { FetchedTranscript, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Outcome } from '@hansard/shared/stage/stage'
import { prepare, type Prepared } from '../score/profile.ts'
import type { Meetings } from './meetings.ts'
import { comparePair, rememberedFrom, worthComparing, type Comparing } from './pairs.ts'
import { plan } from './plan.ts'
import { regionAround, type Region } from './region.ts'
import { replay, type Applied, type Arrival } from './replay.ts'
import { isNewer, orderOf } from './revision-order.ts'
import { revise } from './revise.ts'

/** Takes in one revision of a transcript: which meeting is it of, and what becomes of that meeting? */
export const applyTranscript = async (meetings: Meetings, transcript: FetchedTranscript, arrival: Arrival): Promise<Applied> => {
  const inputId = transcript.revisionId
  const settled = await meetings.settled(inputId)
  if (settled !== undefined) return replay(settled, arrival)
  await meetings.keepRevision(transcript)
  const known = await meetings.newest(transcript.transcriptId)
  const { outcome, outputs } =
    known !== undefined && isNewer(known.order, orderOf(transcript))
      ? { outcome: olderRevision(transcript, known.meetingId), outputs: [] }
      : await takeIn(meetings, transcript, known !== undefined)
  await meetings.settle(inputId, { ...arrival, outcome, outputs })
  return { kind: 'applied', outcome, outputs }
}

const olderRevision = ({ transcriptId }: FetchedTranscript, meetingId: string | null): Outcome => ({
  status: 'processed',
  reason: 'older than the revision already merged',
  details: { transcriptId, ...(meetingId === null ? {} : { meetingId }) },
})

const takeIn = async (
  meetings: Meetings,
  transcript: FetchedTranscript,
  revised: boolean,
): Promise<{ readonly outcome: Outcome; readonly outputs: readonly MergedTranscript[] }> => {
  const { transcriptId, revisionId, workspaceId, webhookEventId, receivedAt } = transcript
  const own = prepare(transcript)
  const others = await comparable(meetings, own)
  const compared = others.map((other) => comparePair(own, other))
  const remembered = compared.map(({ pair }) => pair).filter(({ score, joins }) => joins || score >= rememberedFrom)
  const before = (await meetings.pairsOf([transcriptId])).flatMap(({ a, b }) => [a, b])
  await meetings.setNewest(own.profile, orderOf(transcript))
  await meetings.replacePairs(transcriptId, remembered)

  const region = await regionAround(meetings, [transcriptId, ...before, ...remembered.flatMap(({ a, b }) => [a, b])])
  const changes = plan(region, { inputId: revisionId, transcriptId, revised: revised ? 'source-revised' : null })
  const prepared = new Map([own, ...others].map((each) => [each.profile.transcriptId, each]))
  const author = { inputId: revisionId, workspaceId, webhookEventId, by: null, at: receivedAt, why: null }
  const outputs = await revise(meetings, changes, author, prepared)
  return { outcome: outcomeOf(transcriptId, region, outputs, compared), outputs }
}

/** The transcripts worth comparing with, ready for it. */
const comparable = async (meetings: Meetings, { profile }: Prepared): Promise<readonly Prepared[]> => {
  const worth = (await meetings.candidates(profile)).filter((candidate) => worthComparing(profile, candidate))
  const transcripts = worth.length === 0 ? [] : await meetings.transcripts(worth.map(({ transcriptId }) => transcriptId))
  return transcripts.map(prepare)
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
