import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { UnavailableError } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'
import { createLogger } from '../runtime/logger.ts'
import { createDirectorySource } from './directory-source.ts'

const keyRing = parseKeyRing(`test:${Buffer.alloc(32, 1).toString('base64')}`)

/** PostgreSQL that answers the two questions of the directory; a member joins with each version. */
const directoryDatabase = () => {
  const state = { version: 1, away: false, looks: 0, loads: 0, gate: Promise.resolve() }
  const postgres: Queryable = {
    async query<Row>(text: string) {
      const isLoad = text.includes('json_agg')
      state[isLoad ? 'loads' : 'looks'] += 1
      const version = String(state.version)
      await state.gate
      if (state.away) throw new UnavailableError('postgres', 'gone')
      return [{ version, members: { [`member-${version}@a.example`]: 'a' } }] as Row[]
    },
  }
  return { state, postgres }
}

const sourceOf = (postgres: Queryable, refreshMs = 1_000) =>
  createDirectorySource({ postgres, keyRing, refreshMs, log: createLogger('test', 'silent') })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the directory source', () => {
  it('has nothing before the first load, and the newest picture within the refresh interval after each change', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres)
    expect(source.current()).toBeUndefined()
    await source.start()
    expect([...(source.current()?.members.keys() ?? [])]).toEqual(['member-1@a.example'])
    state.version = 2
    await vi.advanceTimersByTimeAsync(1_000)
    expect([...(source.current()?.members.keys() ?? [])]).toEqual(['member-2@a.example'])
    await source.stop()
  })

  it('reads one small row while nothing changes', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres)
    await source.start()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(state).toMatchObject({ loads: 1, looks: 10 })
    await source.stop()
  })

  it('keeps the last good picture while PostgreSQL is away, and catches up when it is back', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres)
    await source.start()
    Object.assign(state, { away: true, version: 2 })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(source.current()?.members.has('member-1@a.example')).toBe(true)
    await expect(source.refresh()).rejects.toThrow(UnavailableError)
    state.away = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(source.current()?.members.has('member-2@a.example')).toBe(true)
    await source.stop()
  })

  it('starts without PostgreSQL and loads once it is there', async () => {
    const { state, postgres } = directoryDatabase()
    state.away = true
    const source = sourceOf(postgres)
    await source.start()
    expect(source.current()).toBeUndefined()
    state.away = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(source.current()).toBeDefined()
    await source.stop()
  })

  it('looks again at most once a second however many strangers ask, and tells all of them who asked meanwhile', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres, 3_600_000)
    await source.start()
    state.version = 2
    expect(await Promise.all([source.lookAgain(), source.lookAgain()])).toEqual([true, true])
    state.version = 3
    for (let asked = 0; asked < 100; asked += 1) expect(await source.lookAgain()).toBe(false)
    expect(state.looks).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await source.lookAgain()).toBe(true)
    await source.stop()
  })

  it('never fails a stranger because PostgreSQL is away', async () => {
    const { state, postgres } = directoryDatabase()
    state.away = true
    expect(await sourceOf(postgres).lookAgain()).toBe(false)
  })

  it('sees on refresh what was committed before the call, even if a look is already under way; many callers share one', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres)
    await source.refresh()
    const gate = Promise.withResolvers<void>()
    state.gate = gate.promise
    const early = source.refresh()
    state.version = 2
    const late = [source.refresh(), source.refresh(), source.refresh()]
    gate.resolve()
    expect(await early).toBe(false)
    expect(await Promise.all(late)).toEqual([true, true, true])
    expect(source.current()?.members.has('member-2@a.example')).toBe(true)
    expect(state).toMatchObject({ looks: 2, loads: 2 })
  })

  it('looks no more after it was stopped', async () => {
    const { state, postgres } = directoryDatabase()
    const source = sourceOf(postgres)
    await source.start()
    await source.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(state).toMatchObject({ loads: 1, looks: 0 })
  })
})
