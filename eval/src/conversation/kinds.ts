/** How people talk to each other in one kind of meeting. */
export interface Kind {
  readonly name: string
  readonly people: readonly [least: number, most: number]
  /** Sentences in a turn. */
  readonly turn: readonly [least: number, most: number]
  /** Share of the turns that the first person has; the others share the rest. */
  readonly lead: number
  /** Begins with the bank's script, read by an operator. */
  readonly scripted: boolean
  /** Share of turns that are a word or two. */
  readonly short: number
}

export const standUp: Kind = { name: 'stand-up', people: [4, 7], turn: [2, 5], lead: 0.2, scripted: false, short: 0.25 }
export const oneToOne: Kind = { name: 'one to one', people: [2, 2], turn: [1, 6], lead: 0.5, scripted: false, short: 0.3 }
export const engineering: Kind = { name: 'engineering call', people: [3, 6], turn: [1, 6], lead: 0.3, scripted: false, short: 0.25 }
export const sales: Kind = { name: 'sales call', people: [3, 4], turn: [1, 5], lead: 0.5, scripted: false, short: 0.2 }
export const interview: Kind = { name: 'interview', people: [2, 3], turn: [1, 9], lead: 0.45, scripted: false, short: 0.12 }
export const panel: Kind = { name: 'panel', people: [4, 5], turn: [3, 10], lead: 0.3, scripted: false, short: 0.08 }
export const earningsCall: Kind = { name: 'earnings call', people: [4, 8], turn: [2, 14], lead: 0.35, scripted: true, short: 0.15 }
export const presentation: Kind = { name: 'presentation', people: [3, 6], turn: [4, 16], lead: 0.75, scripted: false, short: 0.1 }
