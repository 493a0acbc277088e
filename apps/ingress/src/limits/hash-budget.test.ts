import { describe, expect, it } from 'vitest'
import { createFailingAddresses } from './failing-addresses.ts'
import { createHashBudgets } from './hash-budget.ts'

const start = () => {
  const clock = { now: 10_000_000 }
  let refused = 0
  const now = () => clock.now
  const addresses = createFailingAddresses({ now, perMinute: 5 })
  const budgets = createHashBudgets({ now, bytesPerMinute: 1_000, addresses, onRefused: () => (refused += 1) })
  return { clock, addresses, take: (address: string, bytes: number) => budgets.of(address).take(bytes), budgets, refused: () => refused }
}

describe('what may be hashed for a sender nobody knows', () => {
  it('is so much a minute, and grows back evenly', () => {
    const { clock, take, refused } = start()
    expect([take('192.0.2.1', 600), take('192.0.2.1', 600), take('192.0.2.1', 400)]).toEqual([true, false, true])
    clock.now += 30_000
    expect([take('192.0.2.1', 501), take('192.0.2.1', 500), refused()]).toEqual([false, true, 2])
  })

  it('has a limit for all of them together, which those that are known do not feel', () => {
    const { addresses, take } = start()
    addresses.succeeded('192.0.2.200')
    const taken = Array.from({ length: 10 }, (_, index) => take(`192.0.2.${index}`, 1_000))
    expect(taken.filter(Boolean)).toHaveLength(4)
    expect([take('192.0.2.200', 5_000), take('127.0.0.1', 1_000)]).toEqual([true, true])
  })

  it('is less by what was hashed for candidates, and whole again for what was authentic', () => {
    const { budgets, take } = start()
    const budget = budgets.of('192.0.2.1')
    budget.note(900)
    expect(take('192.0.2.1', 200)).toBe(false)
    budget.giveBack(900)
    expect(take('192.0.2.1', 200)).toBe(true)
  })

  it('is counted for a whole /64 of IPv6', () => {
    const { take } = start()
    expect([take('2001:db8::1', 1_000), take('2001:db8::2', 1), take('2001:db8:0:1::1', 1)]).toEqual([true, false, true])
  })
})
