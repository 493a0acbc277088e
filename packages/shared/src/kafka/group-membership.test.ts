import { expect, test } from 'vitest'
import { isGhost, memberClientId } from './group-membership.ts'

const own = 'deduper@host-1/100-aaaa'
const running =
  (...pids: readonly number[]) =>
  (pid: number) =>
    pids.includes(pid)

test('a process of this machine that has ended is a ghost, one that runs is not', () => {
  expect(isGhost(own, 'deduper@host-1/99-bbbb', running(100))).toBe(true)
  expect(isGhost(own, 'deduper@host-1/99-bbbb', running(99, 100))).toBe(false)
})

test('who had our own process number before us is a ghost: in a restarted container everybody is number 1', () => {
  expect(isGhost('merger@pod/1-bbbb', 'merger@pod/1-aaaa', running(1))).toBe(true)
})

test('another consumer of this process is none', () => {
  expect(isGhost(own, own, running(100))).toBe(false)
})

test('nothing is said of other machines, other clients, and names of another make', () => {
  for (const other of ['deduper@host-2/99-bbbb', 'merger@host-1/99-bbbb', 'deduper', 'deduper@host-1/x-y', '', 'deduper@host-1/-1-b'])
    expect(isGhost(own, other, running(100))).toBe(false)
})

test('tells which processes run', () => {
  expect(isGhost(own, `deduper@host-1/${process.pid}-bbbb`)).toBe(false)
  expect(isGhost(own, 'deduper@host-1/4194305-bbbb')).toBe(true)
})

test('a consumer is called after its client, machine and process', () => {
  expect(memberClientId('merger')).toMatch(new RegExp(`^merger@.+/${process.pid}-[0-9a-f]{8}$`))
})
