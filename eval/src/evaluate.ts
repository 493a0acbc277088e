import { examples } from './cases/pairs.ts'
import { measureMerging, type Merging } from './measure/merging.ts'
import { recognise, type Recognised } from './measure/recognising.ts'

export interface Evaluation {
  readonly pairs: readonly Recognised[]
  readonly meetings: readonly Merging[]
}

/** Judges every generated pair, and merges those of one meeting whose merging the case measures. */
export const evaluate = (size: 'full' | 'quick'): Evaluation => {
  const pairs: Recognised[] = []
  const meetings: Merging[] = []
  for (const example of examples(size)) {
    pairs.push(recognise(example))
    if (example.meeting !== undefined && example.measures === 'all') meetings.push(measureMerging(example, example.meeting))
  }
  return { pairs, meetings }
}
