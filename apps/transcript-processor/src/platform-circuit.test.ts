import { expect, test } from 'vitest'
import { createPlatformCircuit } from './platform-circuit.ts'

const circuit = () => createPlatformCircuit({ failures: 3, restMs: 100, mostMs: 300 })
const at = (integration: string, host: string | undefined = 'api') => ({ integration, host })

test('one integration that fails closes nobody else’s way', () => {
  const it = circuit()
  expect([1, 2, 3, 4].map(() => it.failed(at('bad'), 0))).toEqual([undefined, undefined, 'integration', 'integration'])
  expect(it.closedUntil('bad', 1)).toMatchObject({ forAll: false })
  expect(it.closedUntil('good', 1)).toBeUndefined()
  expect([it.isOpen(), it.openFor()]).toEqual([false, 1])
})

test('a platform that fails several at one host is down as a whole', () => {
  const it = circuit()
  for (const integration of ['a', 'b', 'c', 'a']) it.failed(at(integration), 0)
  expect(it.failed(at('b'), 0)).toBe('all')
  expect(it.closedUntil('d', 1)).toMatchObject({ forAll: true })
  expect(it.isOpen()).toBe(true)
})

test('several that fail at hosts of their own do not make the platform down', () => {
  const it = circuit()
  for (let n = 0; n < 2; n++) for (const integration of ['a', 'b', 'c', 'd', 'e']) it.failed(at(integration, `${integration}.example`), 0)
  expect(it.isOpen()).toBe(false)
})

test('an answer to anybody says that the platform is up', () => {
  const it = circuit()
  for (const integration of ['a', 'b', 'c', 'a']) it.failed(at(integration), 0)
  it.answered('d')
  expect(it.failed(at('b'), 0)).not.toBe('all')
  expect(it.closedUntil('d', 1)).toBeUndefined()
})

test('lets one through when the time has come, and the integration flows once it was answered', () => {
  const it = circuit()
  for (let n = 0; n < 3; n++) it.failed(at('bad'), 0)
  expect(it.closedUntil('bad', 100)).toBeUndefined()
  expect(it.closedUntil('bad', 100)).toMatchObject({ until: 200 })
  it.answered('bad')
  expect(it.closedUntil('bad', 101)).toBeUndefined()
})

test('remembers those heard of last, however many there are', () => {
  const it = circuit()
  for (let n = 0; n < 5_000; n++) for (let times = 0; times < 3; times++) it.failed(at(`tenant ${n}`, `${n}.example`), 0)
  expect(it.openFor()).toBeLessThanOrEqual(2_000)
})
