import { expect, test } from 'vitest'
import { faultsOf, runDrill } from './tenants/drill.ts'

/** On a machine that does much else, a few seconds' p95 is noise: this much is nobody's harm. */
const floorMs = 3_000

test('whatever one tenant or a stranger does, another tenant’s meetings come as before', async () => {
  const drill = await runDrill({ roundMs: 4_000, everyMs: 500, bystanders: 20, progress: () => undefined })
  expect(drill.rounds).toHaveLength(10)
  expect(faultsOf(drill, floorMs)).toEqual([])
})
