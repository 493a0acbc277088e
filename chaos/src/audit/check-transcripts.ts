import type { FetchedTranscript, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { fingerprintOfWords } from '../load/words.ts'
import type { Report } from './finding.ts'
import { correctionsIn, withoutCorrections, wordsOf } from './corrections.ts'
import { originOf, type Found } from './facts.ts'
import type { Indexed } from './index-facts.ts'

const nameOf = (platform: string, externalId: string, workspaceId: string) => `${workspaceId} ${platform} ${externalId}`

/** Every revision of every transcript is there once, with the words that were said, and nothing else is. */
export const checkFetched = ({ events, idsOf, fetched, stored }: Indexed, report: Report): void => {
  const expected = new Map<string, string>()
  for (const { key, end, platform, externalId, workspaceId } of events) {
    if (end.kind === 'transcript' && idsOf.has(key)) expected.set(`${nameOf(platform, externalId, workspaceId)} ${end.words}`, key)
  }
  const seen = new Set<string>()
  const revisions = new Set<string>()
  for (const { value, ...place } of fetched) {
    const { platform, externalId, workspaceId, segments, revisionId, webhookEventId } = value
    const revision = `${nameOf(platform, externalId, workspaceId)} ${fingerprintOfWords(segments.map(({ text }) => text))}`
    const name = `${expected.get(revision) ?? revision} (${originOf(place)})`
    if (!expected.has(revision)) report('altered', 'transcript', `${name} has words that were not said there`)
    if (seen.has(revision) || revisions.has(revisionId)) report('doubled', 'transcript', `${name} is there again`)
    if (!stored.has(webhookEventId)) report('unexplained', 'transcript', `${name} comes of ${webhookEventId}, which nobody sent`)
    seen.add(revision)
    revisions.add(revisionId)
  }
  for (const [revision, key] of expected) if (!seen.has(revision)) report('lost', 'transcript', `${key} is not there`)
}

/** Every meeting is there with the newest words of all that heard it; its revisions count from 1, each once; there are no others. */
export const checkMerged = (facts: Indexed, report: Report): void => {
  const newest = newestRevisions(facts, report)
  const transcripts = new Map(facts.fetched.map(({ value }) => [value.revisionId, value]))
  const active = [...newest.values()].filter(({ value }) => value.status === 'active')
  const words = new Map([...transcripts].map(([id, { segments }]) => [id, fingerprintOfWords(segments.map(({ text }) => text))] as const))
  const published = new Set(words.values())
  const compositions = Map.groupBy(active, ({ value }) => compositionOf(value, words))
  const explained = new Set<string>()
  for (const { key, workspaceId, sources } of facts.meetings) {
    const heard = sources.filter(({ words: said }) => published.has(said))
    if (heard.length === 0) continue
    const composition = heard.map(({ platform, externalId, words: said }) => `${nameOf(platform, externalId, workspaceId)} ${said}`)
    const name = composition.toSorted().join('\n')
    const found = compositions.get(name) ?? []
    explained.add(name)
    if (found.length === 0)
      report('lost', 'meeting', `${key} is not there as it was held: ${heard.map(({ platform }) => platform).join(', ')}`)
    if (found.length > 1)
      report('doubled', 'meeting', `${key} is there ${found.length} times: ${found.map(({ value }) => value.meetingId).join(', ')}`)
  }
  for (const [name, found] of compositions) {
    if (!explained.has(name))
      for (const { value } of found) report('unexplained', 'meeting', `${value.meetingId} (${value.sources.length} sources) was not held`)
  }
  for (const each of active) checkSegments(each, transcripts, report)
}

const newestRevisions = ({ merged }: Indexed, report: Report): ReadonlyMap<string, Found<MergedTranscript>> => {
  const newest = new Map<string, Found<MergedTranscript>>()
  for (const [meetingId, revisions] of Map.groupBy(merged, ({ value }) => value.meetingId)) {
    const numbers = revisions.map(({ value }) => value.revision).toSorted((a, b) => a - b)
    for (const [index, number] of numbers.entries()) {
      if (numbers[index - 1] === number) report('doubled', 'meeting', `${meetingId} has revision ${number} twice`)
    }
    const missing = Array.from({ length: numbers.at(-1) ?? 0 }, (_, index) => index + 1).filter((number) => !numbers.includes(number))
    if (missing.length > 0) report('lost', 'meeting', `${meetingId} has no revision ${missing.join(', ')}`)
    const last = revisions.reduce((a, b) => (b.value.revision > a.value.revision ? b : a))
    newest.set(meetingId, last)
  }
  return newest
}

/** Which transcripts, in which words, the meeting is made of. */
const compositionOf = ({ sources, workspaceId }: MergedTranscript, words: ReadonlyMap<string, string>): string =>
  sources
    .map(({ platform, externalId, revisionId }) => `${nameOf(platform, externalId, workspaceId)} ${words.get(revisionId) ?? 'unknown'}`)
    .toSorted()
    .join('\n')

/** Every stretch of a merged transcript is what its source says there, but for words that another source says. */
const checkSegments = (
  { value, ...place }: Found<MergedTranscript>,
  transcripts: ReadonlyMap<string, FetchedTranscript>,
  report: Report,
): void => {
  const sources = new Map(value.sources.map(({ transcriptId, revisionId }) => [transcriptId, transcripts.get(revisionId)]))
  if (value.segments.length === 0) report('altered', 'meeting', `${value.meetingId} has no words (${originOf(place)})`)
  for (const segment of value.segments) {
    const said = sources.get(segment.transcriptId)?.segments[segment.segmentIndex]?.text
    if (said === undefined || wordsOf(withoutCorrections(segment)) !== wordsOf(said))
      return report('altered', 'meeting', `${value.meetingId} says something else than its source (${originOf(place)})`)
    for (const { words, transcriptId } of correctionsIn(segment)) {
      const spoken = sources.get(transcriptId)?.segments.map(({ text }) => text.toLowerCase())
      if (transcriptId === segment.transcriptId || !words.every((word) => spoken?.some((text) => text.includes(word)) === true))
        return report('altered', 'meeting', `${value.meetingId} was corrected with words that its source does not say (${originOf(place)})`)
    }
  }
}
