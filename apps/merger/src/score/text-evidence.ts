import { alignment, type Alignment, type Heard } from './align.ts'
import { evidence, type Evidence } from './evidence.ts'
import { clamp } from './numbers.ts'
import { remembered } from './remembered.ts'
import { agreementOf, type Agreement } from './windows.ts'

export interface TextEvidence {
  readonly evidence: Evidence
  /** Undefined where the two do not say the same. */
  readonly alignment: Alignment | undefined
  /** Whether so much was compared that the words can decide. */
  readonly suffices: boolean
}

/**
 * Half a minute of speech. Two short meetings of the same people in one room have half of their words in common by chance: of fewer matched
 * words they must be nearly all that one of the two has.
 */
const manyWords = 60
const nearlyAll = 0.7

/**
 * How much matched words can speak for one meeting. A script that many calls open with has about a hundred words, so that few words
 * never suffice by themselves (the odds against are e^6):
 *
 *   matched words   14    60    150   360 and more
 *   log-odds        2.8   3     5.7   12
 */
const strength = (matched: number): number => Math.min(12, Math.min(0.2 * matched, 3) + 0.03 * Math.max(0, matched - 60))

/** The share of compared stretches that must agree: below `least` the sources contradict each other, from `enough` on they agree. */
const least = 0.6
const enough = 0.85
/** Two sources with so many words each that have nothing in common are of two meetings: log-odds for each word, and at most. */
const againstPerWord = 0.04
const mostAgainst = 8

/** What was said: the best evidence there is, when there is enough of it. */
export const textEvidence = remembered((a: Heard, b: Heard): TextEvidence => {
  const fewer = Math.min(a.words.count, b.words.count)
  const against = -Math.min(mostAgainst, againstPerWord * fewer)
  const found = alignment(a, b)
  if (found === undefined)
    return {
      alignment: undefined,
      suffices: false,
      evidence: evidence('text', against, 0, fewer === 0 ? 'one of them has no words' : 'nothing alike was said'),
    }
  const agreement = agreementOf(a.words, b.words, found)
  const share = agreement.stretches === 0 ? 0 : agreement.agreed / agreement.stretches
  const logOdds =
    share >= least
      ? strength(agreement.matchedWords) * clamp((share - least) / (enough - least), 0, 1)
      : agreement.stretches === 0
        ? 0
        : against * (1 - share / least)
  const suffices = agreement.matchedWords >= Math.min(manyWords, nearlyAll * fewer)
  const why = explain(agreement) + (share >= least && !suffices ? ', too few to tell' : '')
  return { alignment: share >= least ? found : undefined, suffices, evidence: evidence('text', logOdds, share, why) }
})

const explain = ({ stretches, agreed, matchedWords }: Agreement): string =>
  stretches === 0
    ? 'they do not cover the same time'
    : `${agreed} of ${stretches} stretches say the same; ${matchedWords} words stand against their equal`
