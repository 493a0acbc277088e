import { z } from 'zod'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { startTestIngress } from '../test-ingress.ts'

// The ingress under test, alone in its process: started with --expose-gc, tells its address, then what its heap holds whenever it is asked.
const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]
// Stored records are forgotten: what grows is the ingress itself.
const ingress = await startTestIngress({ platforms, send: async () => undefined })

process.on('message', () => {
  gc?.()
  gc?.()
  process.send?.({ heapMb: process.memoryUsage().heapUsed / 1_048_576, polluted: 'polluted' in {} })
})
process.on('disconnect', () => void ingress.stop())
process.send?.({ address: ingress.address })
