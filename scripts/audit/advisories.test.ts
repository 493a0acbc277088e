import { expect, test } from 'vitest'
import { checkAdvisories } from './advisories.ts'

const report = (severity?: string) =>
  JSON.stringify({
    vulnerabilities: severity === undefined ? {} : { left: { severity, range: '<2' } },
    metadata: { dependencies: { total: 400 } },
  })

test('an advisory of high severity fails the audit, one below is told', () => {
  expect(checkAdvisories(report())).toMatchObject({ state: 'ok' })
  expect(checkAdvisories(report('moderate'))).toMatchObject({ state: 'ok', lines: ['moderate: left <2'] })
  expect(checkAdvisories(report('critical'))).toMatchObject({ state: 'failed', lines: ['critical: left <2'] })
})

test.each(['', 'npm error audit endpoint returned an error', '{"message":"405 Method Not Allowed","error":{"summary":""}}'])(
  'a registry that cannot tell proves nothing: %s',
  (output) => {
    expect(checkAdvisories(output)).toMatchObject({ state: 'unknown' })
  },
)
