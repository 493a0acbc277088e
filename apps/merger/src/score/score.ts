import type { ScorePart } from '@hansard/shared/contracts/contracts.generated'
import type { Alignment } from './align.ts'
import { evidence, spoken, type Evidence } from './evidence.ts'
import { typicalOffset } from './pieces.ts'
import type { Prepared } from './profile.ts'
import { remembered } from './remembered.ts'
import { textEvidence } from './text-evidence.ts'
import { alignedTime, clocksAgree, overlapMs, statedTime } from './time-evidence.ts'
import { linkEvidence, peopleEvidence, titleEvidence, voiceEvidence } from './who-evidence.ts'

export interface Score {
  /** 0 to 1: how sure it is that both are of one meeting. */
  readonly score: number
  /** Most telling first. */
  readonly reasons: readonly ScorePart[]
  /** Added to the segment times of `b` to get those of `a`; null where what was said does not tell. */
  readonly offsetMs: number | null
  /** Log-odds of what was said alone: large only where much was said and compared. */
  readonly text: number
}

/** Over this, two transcripts are of one meeting. The specification's. */
export const sameMeeting = 0.9
/** Start times further apart are not compared. The specification's. */
export const comparedWithinMs: number = 24 * 3_600_000

/** Two transcripts of one workspace and day are of one meeting once in e^6 (about 400) pairs. */
const prior = -6

/** Where the clocks disagree only a recording of the very same sound will do: nearly every stretch, and no wandering of the pace. */
const soundShare = 0.9
const soundSpreadMs = 2_000
const doubtfulText = 3

/** How sure it is that two transcripts are of one meeting, and why. Symmetric but for the offset's sign; never throws. */
export const score = (a: Prepared, b: Prepared): Score => {
  const [x, y] = [a.profile, b.profile]
  if (x.workspaceId !== y.workspaceId) return apart('workspace', 'two workspaces')
  if (Math.abs(x.startsAt - y.startsAt) > comparedWithinMs) return apart('time', `they start ${spoken(x.startsAt - y.startsAt)} apart`)
  // The order in which two are compared must not matter, down to the last digit.
  if (x.transcriptId > y.transcriptId || (x.transcriptId === y.transcriptId && x.revisionId > y.revisionId)) {
    const mirrored = compare(b, a)
    return { ...mirrored, offsetMs: mirrored.offsetMs === null ? null : -mirrored.offsetMs }
  }
  return compare(a, b)
}

const apart = (kind: string, why: string): Score => ({
  score: 0,
  reasons: [{ evidence: kind, value: 0, explanation: why }],
  offsetMs: null,
  text: 0,
})

/** What is known of two of which too little was heard: nothing (log-odds of one half), whoever took part and wherever it was. */
const undecided = 0

const compare = remembered((a: Prepared, b: Prepared): Score => {
  const [x, y] = [a.profile, b.profile]
  const said = textEvidence(a.heard, b.heard)
  const found = said.alignment
  const offsetMs = found === undefined ? null : typicalOffset(found.pieces)
  const clocks = offsetMs === null || !x.clockKnown || !y.clockKnown ? null : x.startsAt - y.startsAt + offsetMs
  const time =
    clocks === null
      ? found === undefined
        ? statedTime(x, y)
        : evidence('time', 0, 0, 'the start of one is not known')
      : alignedTime(clocks)
  const together = clocks === null ? x.clockKnown && y.clockKnown && overlapMs(x, y) > 0 : Math.abs(clocks) <= 15 * 60_000
  const parts = [
    found === undefined || clocksAgree(clocks) ? said.evidence : soberText(said.evidence, found),
    time,
    peopleEvidence(x.people, y.people),
    titleEvidence(x, y),
    linkEvidence(x, y, together),
    ...(found === undefined ? [] : [voiceEvidence(a.heard, b.heard, found, clocks !== null && Math.abs(clocks) <= 120_000)]),
  ]
  const sum = parts.reduce((odds, part) => odds + part.logOdds, prior)
  const logOdds = said.suffices ? sum : Math.min(undecided, sum)
  return {
    score: Math.round(10_000 / (1 + Math.exp(-logOdds))) / 10_000,
    reasons: parts.toSorted((p, q) => Math.abs(q.logOdds) - Math.abs(p.logOdds)).map(reason),
    offsetMs,
    text: parts[0]?.logOdds ?? 0,
  }
})

/** A talk given twice: the words agree, the pace and the questions do not. */
const soberText = (said: Evidence, { spreadMs, pieces }: Alignment): Evidence =>
  said.value >= soundShare && spreadMs <= soundSpreadMs && pieces.length <= 2
    ? said
    : { ...said, logOdds: Math.min(doubtfulText, said.logOdds) }

const reason = ({ evidence: kind, value, explanation }: Evidence): ScorePart => ({ evidence: kind, value, explanation })
