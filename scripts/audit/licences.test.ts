import { expect, test } from 'vitest'
import { checkLicences, isAllowed } from './licences.ts'

test.each(['MIT', '(MIT OR GPL-3.0)', 'GPL-2.0-only OR Apache-2.0', 'MIT AND ISC'])('%s is allowed', (licence) => {
  expect(isAllowed(licence)).toBe(true)
})

test.each(['GPL-3.0', 'AGPL-3.0-only', 'SSPL-1.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN file', '', '(MIT OR (A AND B))'])(
  '"%s" is not',
  (licence) => {
    expect(isAllowed(licence)).toBe(false)
  },
)

const lock = (license?: string) =>
  JSON.stringify({
    packages: { '': {}, 'packages/own': {}, 'node_modules/@hansard/own': { link: true }, 'node_modules/a': { version: '1.2.3', license } },
  })

test('a package with another licence, or without one, fails the audit and is named; our own need none', () => {
  expect(checkLicences(lock('MIT'))).toMatchObject({ state: 'ok', summary: '1 packages: MIT 1' })
  expect(checkLicences(lock('AGPL-3.0'))).toMatchObject({ state: 'failed', lines: ['a 1.2.3: AGPL-3.0'] })
  expect(checkLicences(lock())).toMatchObject({ state: 'failed', lines: ['a 1.2.3: none stated'] })
})
