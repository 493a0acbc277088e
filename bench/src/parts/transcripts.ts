import { merge } from '@hansard/merger/merge/merge'
import { prepare } from '@hansard/merger/score/profile'
import { score } from '@hansard/merger/score/score'
import { conversation } from '@hansard/merger/test/conversation'
import { transcribe } from '@hansard/merger/test/recogniser'
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

const repeats = 7

/** What the pure parts cost, by length of the meeting: in this process, each warm. */
export const measureTranscripts = (lengths: readonly number[], progress: (text: string) => void): readonly TranscriptRun[] => {
  measure(10)
  return lengths.map((minutes) => {
    const run = measure(minutes)
    progress(
      `${minutes} minutes: parse ${run.parse.median.toFixed(1)} ms, score ${run.score.median.toFixed(1)} ms, merge ${run.merge.median.toFixed(1)} ms`,
    )
    return run
  })
}

const measure = (minutes: number): TranscriptRun => {
  const vtt = renderVtt(inventMeeting(`bench ${minutes}`, { minutes }), 0)
  const meeting = conversation({ seed: minutes, minutes })
  const heard = ['zoom', 'fireflies', 'otter'].map((platform, index) => transcribe(meeting, { seed: index + 1, platform }))
  const prepared = heard.map(prepare)
  const [a, b] = prepared
  const [first] = heard
  if (a === undefined || b === undefined || first === undefined) throw new RangeError('three sources were heard')
  return {
    minutes,
    parse: timed(() => parseVtt(vtt)),
    prepare: timed(() => prepare(first)),
    score: timed(() => score(a, b)),
    merge: timed(() => merge(prepared)),
  }
}

const timed = (work: () => unknown): Spread => {
  work()
  return spreadOf(
    Array.from({ length: repeats }, () => {
      const begin = performance.now()
      work()
      return performance.now() - begin
    }),
  )
}
