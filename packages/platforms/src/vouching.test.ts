import { setImmediate } from 'node:timers/promises'
import { assert, constantFrom, integer, property, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Directory } from '@hansard/shared/directory/directory'
import { createClueMemory } from './clue-memory.ts'
import type { Platform } from './platform.ts'
import { recognise } from './recognise.ts'
import { recogniseCurrent, type HashBudget } from './recognise-current.ts'
import { testDelivery, testPlatform } from './test-platform.ts'

/** So many tenants, each with a domain and a secret of its own: key-7 of tenant w-7. */
const tenants = (count: number, keysOf = (tenant: number): readonly string[] => [`key-${tenant}`]): Directory => ({
  integrations: Array.from({ length: count }, (_, tenant) => ({
    id: `int-${tenant}`,
    workspaceId: `w-${tenant}`,
    platform: 'testing',
    status: 'connected',
    urlKeyHash: null,
    secrets: keysOf(tenant).map((value) => ({ id: `${tenant}/${value}`, value, activeFrom: 0, activeUntil: null })),
  })),
  members: new Map(),
  domains: new Map(Array.from({ length: count }, (_, tenant) => [`d-${tenant}.example`, `w-${tenant}`])),
})

/** The test platform, counting the secrets that MACs were made for. */
const counting = () => {
  const macs = { made: 0 }
  const platform: Platform = {
    ...testPlatform,
    authenticate: (delivery, secrets) => {
      macs.made += secrets.length
      return testPlatform.authenticate(delivery, secrets)
    },
  }
  return { platform, macs }
}

const purse = (bytes: number): HashBudget & { left(): number } => ({
  note: (more) => void (bytes -= more),
  take: (more) => (bytes < more ? false : ((bytes -= more), true)),
  giveBack: (more) => void (bytes += more),
  left: () => bytes,
})
const viewOf = (directory: Directory) => ({ current: () => directory, renew: async () => false })
const event = (host: string, more: object = {}) => ({ event: 'meeting.ended', hosts: [host], host, ...more })

/** What a process that has a budget says, and how many MACs it made. */
const ask = async (count: number, body: object, key: string, { budget = purse(0), memory = createClueMemory() } = {}) => {
  const { platform, macs } = counting()
  const recognition = await recogniseCurrent(platform, testDelivery(body, key), undefined, viewOf(tenants(count)), { memory, budget })
  return { recognition, macs: macs.made, budget }
}

describe('whose secrets are tried on a shared route', () => {
  it('costs a stranger and us the same with 3 and with 5,000 tenants', async () => {
    const forged = async (count: number) => (await ask(count, event('ann@d-2.example'), 'guess')).macs
    expect(await forged(5_000)).toBeLessThanOrEqual(await forged(3))
  })

  it('costs as much where the host is nobody’s: the time of a refusal does not tell who is a customer', async () => {
    const unknown = await ask(5_000, event('ann@nowhere.example'), 'guess')
    const known = await ask(5_000, event('ann@d-2.example'), 'guess')
    expect([unknown.macs, unknown.recognition]).toEqual([known.macs, known.recognition])
  })

  it('is found by the host without a budget', async () => {
    const { recognition, macs } = await ask(5_000, event('ann@d-4321.example'), 'key-4321')
    expect([recognition?.kind, macs]).toEqual(['event', 1])
  })

  it('is all of them within the budget, which is given back to whoever was authentic', async () => {
    const { recognition, budget } = await ask(500, event('ann@nowhere.example'), 'key-499', { budget: purse(10_000_000) })
    expect(recognition).toMatchObject({ kind: 'ignored', integrationId: 'int-499' })
    expect(budget.left()).toBe(10_000_000)
  })

  it('is not known beyond the budget: the sender may come again, and is not told that it is forged', async () => {
    const { recognition } = await ask(500, event('ann@nowhere.example'), 'key-499')
    expect(recognition).toMatchObject({ kind: 'unavailable', unsearched: true })
  })

  it('is remembered by account and by the host’s domain, of what was authentic only', async () => {
    const memory = createClueMemory()
    const of = (account: string, key: string, budget = purse(0)) => ask(500, { event: 'other', account }, key, { budget, memory })
    expect((await of('acc', 'guess', purse(10_000_000))).recognition).toMatchObject({ kind: 'forged' })
    expect((await of('acc', 'key-77')).recognition).toMatchObject({ kind: 'unavailable' })
    expect((await of('acc', 'key-77', purse(10_000_000))).recognition).toMatchObject({ kind: 'ignored' })
    const again = await of('acc', 'key-77')
    expect([again.recognition?.kind, again.macs]).toEqual(['ignored', 1])
  })

  it('names another’s account without driving that one out', async () => {
    const memory = createClueMemory()
    const of = (account: string, key: string, budget = purse(10_000_000)) => ask(500, { event: 'other', account }, key, { budget, memory })
    await of('acc', 'key-77')
    await of('acc', 'key-13')
    for (let other = 0; other < 50; other += 1) await of(`made up ${other}`, 'key-13')
    expect((await of('acc', 'key-77', purse(0))).recognition).toMatchObject({ kind: 'ignored', integrationId: 'int-77' })
  })

  it('leaves the event loop to others between two slices of a search', async () => {
    let turns = 0
    let over = false
    const others = (async () => {
      while (!over) {
        await setImmediate()
        turns += 1
      }
    })()
    const body = { event: 'other', padding: 'x'.repeat(100_000) }
    await ask(200, body, 'guess', { budget: purse(100_000_000) })
    over = true
    await others
    // 200 × 104 kB in slices of half a megabyte.
    expect(turns).toBeGreaterThan(30)
  })

  it('gives the same answer whatever is tried first', () => {
    const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']
    assert(
      property(
        constantFrom(...keys),
        integer({ min: 0, max: 9 }),
        integer({ min: 0, max: 9 }),
        subarray([0, 1, 2, 3, 4, 5, 6, 7]),
        (key, host, pointed, sharing) => {
          const directory = tenants(8, (tenant) => (sharing.includes(tenant) ? [`k${tenant}`, 'k0'] : [`k${tenant}`]))
          const delivery = testDelivery({ event: 'meeting.ended', hosts: [`x@d-${host}.example`], host: `x@d-${pointed}.example` }, key)
          const plain: Platform = { ...testPlatform, clues: () => ({ accounts: [], emails: [] }) }
          const text = (platform: Platform) => JSON.stringify(recognise(platform, delivery, { directory }))
          return text(testPlatform) === text(plain)
        },
      ),
    )
  })
})
