import { expect, test } from 'vitest'
import { createCircuit } from './circuit.ts'

const circuit = () => createCircuit({ failures: 3, restMs: 100, mostMs: 300 })

test('lets everything through while failures are few or not in a row', () => {
  const it = circuit()
  for (let n = 0; n < 10; n++) {
    expect([it.failed(n), it.failed(n)]).toEqual([false, false])
    it.answered()
    expect(it.closedUntil(n)).toBeUndefined()
  }
})

test('leaves the platform alone after several failures in a row', () => {
  const it = circuit()
  expect([it.failed(0), it.failed(0), it.failed(0)]).toEqual([false, false, true])
  expect(it.closedUntil(99)).toBe(100)
  expect(it.isOpen()).toBe(true)
})

test('lets one through when the time has come, and all once it was answered', () => {
  const it = circuit()
  for (let n = 0; n < 3; n++) it.failed(0)
  expect(it.closedUntil(100)).toBeUndefined()
  expect(it.closedUntil(100)).toBe(200)
  it.answered()
  expect(it.closedUntil(101)).toBeUndefined()
  expect(it.isOpen()).toBe(false)
})

test('rests longer with every try that fails, up to a limit', () => {
  const it = circuit()
  for (let n = 0; n < 3; n++) it.failed(0)
  const rests: number[] = []
  for (let now = 0, n = 0; n < 4; n++) {
    now = it.closedUntil(now) ?? now
    it.failed(now)
    rests.push((it.closedUntil(now) ?? 0) - now)
  }
  expect(rests).toEqual([200, 300, 300, 300])
})
