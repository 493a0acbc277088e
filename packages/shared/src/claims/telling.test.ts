import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryClaims } from './test-claims.ts'

interface Told {
  readonly state: string
  readonly at: number
}

/** Somebody corrects A to B and puts A back: the three states as they were told, by time. */
const corrected: readonly Told[] = [
  { state: 'A', at: 1_000_000 },
  { state: 'B', at: 2_000_000 },
  { state: 'A', at: 3_000_000 },
]
const windowMs = 300_000

/** Gives the tellings to the claims one after another; what went on, in order. */
const passed = async (tellings: readonly Told[], withTimes: boolean): Promise<readonly Told[]> => {
  const claims = memoryClaims()
  const on: Told[] = []
  for (const [index, telling] of tellings.entries()) {
    const { state, at } = telling
    const claimant = { owner: `topic/0/${index}`, webhookEventId: `delivery ${index}`, at: withTimes ? 9_000_000 + index : at }
    const told = await claims.tell({ key: state, subject: 'meeting', state, toldAt: withTimes ? at : null }, claimant, windowMs)
    if (told.kind === 'new' || told.kind === 'again') on.push(telling)
  }
  return on
}

/** What a subscriber who orders by the platform's times takes for the newest. */
const newestOf = (tellings: readonly Told[]): Told | undefined =>
  tellings.reduce<Told | undefined>((newest, telling) => (newest === undefined || telling.at > newest.at ? telling : newest), undefined)

test('whatever the order of arrival and the repeats, the newest state is the platform’s, and no telling goes on twice', async () => {
  const repeated = fc.array(fc.constantFrom(...corrected), { maxLength: 5 })
  const arrivals = repeated.chain((copies) =>
    fc.shuffledSubarray([...corrected, ...copies], { minLength: corrected.length + copies.length }),
  )
  const property = fc.asyncProperty(arrivals, async (tellings) => {
    const on = await passed(tellings, true)
    expect(newestOf(on)?.state).toBe('A')
    expect(new Set(on.map(({ state, at }) => `${state}${at}`)).size).toBe(on.length)
  })
  await expect(fc.assert(property)).resolves.toBeUndefined()
})

test('of any states at any times, the newest that was told of is the newest that went on', async () => {
  const telling = fc.record({ state: fc.constantFrom('A', 'B', 'C'), at: fc.integer({ min: 1, max: 8 }) })
  // Two states at one moment have no order.
  const tellings = fc.array(telling, { minLength: 1, maxLength: 12 }).map((all) => [...new Map(all.map((one) => [one.at, one])).values()])
  const property = fc.asyncProperty(
    tellings.chain((all) => fc.array(fc.constantFrom(...all), { maxLength: 6 }).map((copies) => [...all, ...copies])),
    async (all) => {
      expect(newestOf(await passed(all, true))?.state).toBe(newestOf(all)?.state)
    },
  )
  await expect(fc.assert(property, { numRuns: 500 })).resolves.toBeUndefined()
})

test('without the platform’s times, receipt orders them: copies come within the window, what is put back comes after it', async () => {
  const copies = fc.array(fc.tuple(fc.constantFrom(...corrected), fc.integer({ min: 1, max: windowMs })), { maxLength: 5 })
  const property = fc.asyncProperty(copies, async (late) => {
    const arrivals = [...corrected, ...late.map(([{ state, at }, later]) => ({ state, at: at + later }))].toSorted((x, y) => x.at - y.at)
    const on = await passed(arrivals, false)
    expect(on).toEqual(corrected)
  })
  await expect(fc.assert(property)).resolves.toBeUndefined()
})

test('a repetition is a duplicate of the first that told so, not of another event that told the same since', async () => {
  const claims = memoryClaims()
  const tell = (key: string, at: number, id: string) =>
    claims.tell({ key, subject: 'meeting', state: 'A', toldAt: at }, { owner: `topic/0/${id}`, webhookEventId: id, at }, windowMs)
  await tell('completed|A', 1, 'first')
  await tell('shared|A', 2, 'shared')
  expect(await tell('completed|A', 3, 'again')).toMatchObject({ kind: 'known', holder: { webhookEventId: 'first' } })
})
