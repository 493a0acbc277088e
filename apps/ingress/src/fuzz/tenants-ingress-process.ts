import { z } from 'zod'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { startTestIngress } from '../test-ingress.ts'
import { tenantsDirectory } from './tenants.ts'

// The ingress with so many tenants, alone in its process, behind a trusted proxy; tells its address, then the processor time it took whenever it is asked.
const directory = tenantsDirectory(Number(process.argv[2]))
const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]
const ingress = await startTestIngress({
  platforms,
  directory: { current: () => directory, lookAgain: async () => false },
  trustedProxies: ['127.0.0.1'],
  send: async () => undefined,
  failuresPerMinute: Number(process.argv[3] ?? 60),
  refusalDelayMs: 1_000,
})

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMs: (user + system) / 1_000 })
})
process.on('disconnect', () => void ingress.stop())
process.send?.({ address: ingress.address })
