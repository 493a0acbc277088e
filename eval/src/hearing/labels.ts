/** What a source calls the people it hears; by index, an operator being -1. */
export type Labels = (person: number, ms: number) => string | null

const operator = (person: number, label: string | null): string | null => (person === -1 ? 'Operator' : label)

export const byName =
  (people: readonly string[]): Labels =>
  (person) =>
    operator(person, people[person] ?? null)

export const byFirstName =
  (people: readonly string[]): Labels =>
  (person) =>
    operator(person, people[person]?.split(' ')[0] ?? null)

export const byInitials =
  (people: readonly string[]): Labels =>
  (person) =>
    operator(
      person,
      (people[person] ?? '')
        .split(' ')
        .map((word) => word[0] ?? '')
        .join(''),
    )

export const addressOf = (name: string): string =>
  `${name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '.')}@northwind.example`

export const byAddress =
  (people: readonly string[]): Labels =>
  (person) =>
    operator(person, addressOf(people[person] ?? ''))

export const byNumber: Labels = (person) => `Speaker ${person + 2}`

export const nobody: Labels = () => null

export const byDevice: Labels = (person) =>
  ['iPhone', 'Conference Room', 'Galaxy S24', 'MacBook Pro', 'Room 4.12'][(person + 5) % 5] ?? null

/** Two people under one label. */
export const merged =
  (labels: Labels): Labels =>
  (person, ms) =>
    labels(person === 1 ? 0 : person, ms)

/** Two people's labels changed places for a while. */
export const swapped =
  (labels: Labels, fromMs: number, toMs: number): Labels =>
  (person, ms) =>
    labels(ms >= fromMs && ms < toMs && (person === 0 || person === 1) ? 1 - person : person, ms)
