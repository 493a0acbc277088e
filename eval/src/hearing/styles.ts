/** How a platform, or a person, writes down what it heard. */
export interface Style {
  readonly platform: string
  /** Words of a segment at most. */
  readonly words: number
  readonly breaksAtSentences: boolean
  readonly punctuates: boolean
  readonly keepsFillers: boolean
  readonly writesDigits: boolean
  /** Starts are whole multiples of this. */
  readonly stepMs: number
  readonly jitterMs: number
  /** The source has no ends: they were estimated from the next start. */
  readonly endsAtNext: boolean
  readonly times: 'given' | 'none'
}

/** Zoom's cues: a line or two, to the millisecond. */
export const cues: Style = {
  platform: 'zoom',
  words: 14,
  breaksAtSentences: true,
  punctuates: true,
  keepsFillers: true,
  writesDigits: true,
  stepMs: 1,
  jitterMs: 400,
  endsAtNext: false,
  times: 'given',
}

/** Fireflies' sentences, to a hundredth of a second. */
export const sentences: Style = { ...cues, platform: 'fireflies', words: 40, keepsFillers: false, stepMs: 10, jitterMs: 600 }

/** Otter's text: paragraphs whose only time is the start in whole seconds. */
export const paragraphs: Style = {
  ...cues,
  platform: 'otter',
  words: 130,
  keepsFillers: false,
  stepMs: 1_000,
  jitterMs: 800,
  endsAtNext: true,
}

/** A recogniser without marks or digits, in short lines. */
export const bareLines: Style = {
  ...cues,
  platform: 'fireflies',
  words: 8,
  breaksAtSentences: false,
  punctuates: false,
  writesDigits: false,
}

/** A person's transcript: a paragraph for each turn, however long, nothing misheard and nothing hesitant. */
export const byHand: Style = { ...paragraphs, platform: 'otter', words: 600, breaksAtSentences: false, jitterMs: 2_000 }

/** A person's transcript without any times. */
export const byHandUntimed: Style = { ...byHand, times: 'none' }
