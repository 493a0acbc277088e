import { expect, test } from 'vitest'
import { faultsOf, runDrill } from './tenants/drill.ts'

/** Other tests run beside this one: so much (milliseconds) is their doing, more is the attacks'. */
const floorMs = 10_000

/** These take the merger and the downloads more than a short round: `npm run tenants` has them, and docs/security.md says how they end. */
const long = ['8,000 calendar guests in one webhook', '2,000 speakers in one transcript', '6,000 transcript files in one webhook']

test('whatever one tenant or a stranger does, another tenant’s meetings come as before', async () => {
  const only = (name: string) => !long.includes(name)
  const drill = await runDrill({ roundMs: 3_000, everyMs: 500, bystanders: 20, only, progress: () => undefined })
  expect(drill.rounds).toHaveLength(7)
  expect(faultsOf(drill, floorMs)).toEqual([])
})
