import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { greatestOf, leastOf } from './extremes.ts'

test('the greatest and the least of more numbers than a call takes arguments, and of none', () => {
  const many = Array.from({ length: 1_000_000 }, (_, index) => index)
  expect([greatestOf(many), leastOf(many)]).toEqual([999_999, 0])
  expect([greatestOf([]), leastOf([])]).toEqual([undefined, undefined])
})

const root = new URL('../../../', import.meta.url).pathname
const calls = /(?:Math\.(?:max|min)|String\.from(?:CharCode|CodePoint)|\.(?:push|unshift|splice|concat))\(/g

/** Lists of a length that is ours: settings, windows of a limit, partitions shared out, tools of development and their own data. */
const ours = [
  'apps/ingress/src/limits/local-limiter.ts',
  'packages/shared/src/kafka/assignment.ts',
  'packages/shared/src/stage/retry.ts',
  'packages/simulator/src/meeting/random.ts',
  'packages/simulator/src/send/show.ts',
  'packages/stack/src/processes/ledger.ts',
]

/** Whether one of the call's own arguments is a list spread out. */
const spreads = (source: string, from: number): boolean => {
  for (let place = from, depth = 0; place < source.length && depth >= 0; place++) {
    const character = source.charAt(place)
    if (depth === 0 && source.startsWith('...', place)) return true
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
  }
  return false
}

test('no list of a length that others choose is spread into the arguments of a call: the stack holds some 100,000', () => {
  const files = globSync('{apps,packages}/*/src/**/*.ts', { cwd: root })
  const product = files.filter(
    (file) =>
      !/\/node_modules\/|\.test\.ts$|\/test\/|\/testing\/|\/figures\/|(?:test-[a-z-]+|contract-suite|least-time|any-text)\.ts$/.test(file),
  )
  expect(product.length).toBeGreaterThan(200)
  const found = product.filter((file) => {
    const source = readFileSync(`${root}${file}`, 'utf8')
    return [...source.matchAll(calls)].some((match) => spreads(source, match.index + match[0].length))
  })
  expect(found.toSorted()).toEqual(ours)
})
