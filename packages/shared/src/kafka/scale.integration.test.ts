import { expect, test } from 'vitest'
import { brokersOf } from './testing/cluster.ts'
import { measureScaleSteps } from './testing/scale-steps.ts'

test('from 3 members to 4 and back, 12 partitions: the fewest move, and none stalls for 6 s', async () => {
  const steps = await measureScaleSteps(brokersOf(process.env))
  expect(steps.map(({ from, to, moved }) => ({ from, to, moved }))).toEqual([
    { from: 3, to: 4, moved: 3 },
    { from: 4, to: 3, moved: 3 },
  ])
  for (const { longestStallMs } of steps) expect(longestStallMs).toBeLessThan(6_000)
})
