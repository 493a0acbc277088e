export interface Edits {
  /** Substitutions, deletions and insertions. */
  readonly errors: number
  readonly deletions: number
  /** For every word of the reference the word of the hypothesis that stands for it, equal or not; -1 where none does. */
  readonly against: Int32Array
}

const stay = 0
const remove = 1
const add = 2
const slack = 300
const far = 1 << 29

/** The fewest edits between two rows of words (Levenshtein), looked for near the diagonal. */
export const edits = (reference: readonly string[], hypothesis: readonly string[]): Edits => {
  const [n, m] = [reference.length, hypothesis.length]
  const reach = Math.abs(n - m) + slack
  const width = 2 * reach + 1
  const moves = new Uint8Array((n + 1) * width)
  const from = (row: number): number => Math.round((row * m) / Math.max(1, n)) - reach
  let before = new Int32Array(width).fill(far)
  for (let row = 0; row <= n; row++) {
    const current = new Int32Array(width).fill(far)
    const shift = from(row) - from(row - 1)
    for (let cell = 0; cell < width; cell++) {
      const column = from(row) + cell
      if (column < 0 || column > m) continue
      if (row === 0 && column === 0) {
        current[cell] = 0
        continue
      }
      const same = row > 0 && column > 0 ? (before[cell + shift - 1] ?? far) + (reference[row - 1] === hypothesis[column - 1] ? 0 : 1) : far
      const removed = row > 0 ? (before[cell + shift] ?? far) + 1 : far
      const added = cell > 0 ? (current[cell - 1] ?? far) + 1 : far
      const least = Math.min(same, removed, added)
      current[cell] = least
      moves[row * width + cell] = least === same ? stay : least === removed ? remove : add
    }
    before = current
  }
  return trace(moves, { n, m, width, from }, before[m - from(n)] ?? far)
}

interface Shape {
  readonly n: number
  readonly m: number
  readonly width: number
  from(row: number): number
}

const trace = (moves: Uint8Array, { n, m, width, from }: Shape, errors: number): Edits => {
  const against = new Int32Array(n).fill(-1)
  let deletions = 0
  for (let row = n, column = m; row > 0 || column > 0;) {
    const move = moves[row * width + column - from(row)]
    if (move === add || row === 0) column--
    else if (move === remove || column === 0) {
      row--
      deletions++
    } else against[--row] = --column
  }
  return { errors, deletions, against }
}
