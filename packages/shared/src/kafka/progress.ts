/**
 * How far a partition has come. Only the broker is trusted with what is published; what the client delivers is checked
 * against it, because kafkajs can deliver again what is done, and can pass over what is not.
 */
export interface Progress {
  /** Whether a batch fetched from that offset leaves no gap behind what was delivered. */
  follows(fetched: bigint): boolean
  /** A batch was fetched from `fetched` on, up to before `behind`. Returns where what is new in it begins, or what to do instead. */
  delivered(fetched: bigint, behind: bigint): Delivery
  /** Offsets that hold nothing to handle. */
  passedOver(first: bigint, last: bigint): void
  /** The group's offset, as the slot found it. Returns where to begin, or where to go back to. */
  opened(
    committed: bigint | undefined,
  ): { readonly from: bigint; readonly rewind: true } | { readonly from: bigint | undefined; readonly rewind?: never }
  committed(next: bigint): void
  /** The broker has no record at `requested`, and `earliest` is the first it has. */
  jumped(requested: bigint, earliest: bigint): void
  /** An offset to commit although no record leads there, so that the group's offset exists again. */
  anchor(): bigint | undefined
}

export type Delivery =
  | { readonly kind: 'take'; readonly from: bigint }
  /** The client has passed over records: it must go back to `to`. */
  | { readonly kind: 'rewind'; readonly to: bigint }
  /** It went back, and they are not there: what is new begins at `to`. */
  | { readonly kind: 'gone'; readonly from: bigint; readonly to: bigint }

export const createProgress = (): Progress => {
  /** What the client delivers next. Undefined before it delivered anything. */
  let position: bigint | undefined
  /** Everything below is published. */
  let published: bigint | undefined
  let anchor: { readonly at: bigint; readonly back: boolean } | undefined
  let rewoundTo: bigint | undefined

  return {
    follows: (fetched) => position === undefined || fetched <= position,
    delivered(fetched, behind) {
      published ??= fetched
      const skipped = position === undefined && fetched > published ? published : undefined
      if (skipped !== undefined && rewoundTo !== skipped) {
        rewoundTo = skipped
        return { kind: 'rewind', to: skipped }
      }
      const from = max(position ?? fetched, published)
      position = max(behind, position ?? behind)
      if (skipped === undefined) return { kind: 'take', from }
      published = fetched
      return { kind: 'gone', from: skipped, to: fetched }
    },
    passedOver(first, last) {
      published ??= first
      if (first <= (position ?? published)) position = max(last + 1n, position ?? last + 1n)
    },
    opened(committed) {
      if (committed === undefined || anchor?.back === true) return { from: published }
      if (published !== undefined && committed < published && anchor === undefined) {
        position = undefined
        published = committed
        rewoundTo = committed
        return { from: committed, rewind: true }
      }
      published = max(committed, published ?? committed)
      return { from: published }
    },
    committed(next) {
      // A batch from before the jump.
      if (anchor?.back === true && next !== anchor.at) return
      published = next
      if (anchor !== undefined && next >= anchor.at) anchor = undefined
    },
    jumped(requested, earliest) {
      const back = earliest < requested
      anchor = { at: earliest, back }
      position = earliest
      if (back) published = earliest
    },
    anchor: () => anchor?.at,
  }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
