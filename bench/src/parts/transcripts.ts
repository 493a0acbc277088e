import { merge } from '@hansard/merger/merge/merge'
import { prepare } from '@hansard/merger/score/profile'
import { score } from '@hansard/merger/score/score'
import { conversation } from '@hansard/merger/test/conversation'
import { transcribe } from '@hansard/merger/test/recogniser'
import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { parseVtt } from '@hansard/platforms/zoom/vtt'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { renderVtt } from '@hansard/simulator/zoom/vtt'
import { spreadOf, type Spread } from '../measure/spread.ts'

/** Milliseconds. */
export interface TranscriptRun {
  readonly minutes: number
  readonly parse: Spread
  /** Making one ready for comparing: done once for each transcript. */
  readonly prepare: Spread
  readonly score: Spread
  /** Of three sources. */
  readonly merge: Spread
}

/** What the pure parts cost, by length of the meeting: in this process, each warm. */
export const measureTranscripts = (
  lengths: readonly number[],
  repeats: number,
  progress: (text: string) => void,
): readonly TranscriptRun[] => {
  measure(10, repeats)
  return lengths.map((minutes) => {
    const run = measure(minutes, repeats)
    progress(
      `${minutes} minutes: parse ${run.parse.median.toFixed(1)} ms, score ${run.score.median.toFixed(1)} ms, merge ${run.merge.median.toFixed(1)} ms`,
    )
    return run
  })
}

const measure = (minutes: number, repeats: number): TranscriptRun => {
  const vtt = renderVtt(inventMeeting(`bench ${minutes}`, { minutes }), 0)
  const meeting = conversation({ seed: minutes, minutes })
  const heard = ['zoom', 'fireflies', 'otter'].map((platform, index) => transcribe(meeting, { seed: index + 1, platform }))
  return {
    minutes,
    parse: timed(
      repeats,
      () => vtt,
      (text) => parseVtt(text),
    ),
    prepare: timed(
      repeats,
      () => heard,
      ([first]) => first && prepare(first),
    ),
    score: timed(repeats, preparedOf(heard), ([a, b]) => a && b && score(a, b)),
    merge: timed(repeats, preparedOf(heard), merge),
  }
}

/** Anew each time: what two transcripts have in common is worked out once. */
const preparedOf = (heard: readonly FetchedTranscript[]) => () => heard.map(prepare)

/** Of `work` alone, on what `setUp` makes. */
const timed = <T>(repeats: number, setUp: () => T, work: (given: T) => unknown): Spread => {
  work(setUp())
  return spreadOf(
    Array.from({ length: repeats }, () => {
      const given = setUp()
      const begin = performance.now()
      work(given)
      return performance.now() - begin
    }),
  )
}
