import { monitorEventLoopDelay } from 'node:perf_hooks'
import { generate } from './generate.ts'
import type { LoadResult, LoadSpec } from './load.ts'

// A load generator as a process of its own: one spec comes by message, one result goes back, until it is told to disconnect.
const measured = async (spec: LoadSpec): Promise<LoadResult> => {
  const own = process.cpuUsage()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const result = await generate(spec)
  const { user, system } = process.cpuUsage(own)
  // The monitor's own millisecond is part of what it measures.
  const ownDelay = Math.max(0, delay.percentile(99) / 1e6 - 1)
  return { ...result, ownDelay, ownCpuSeconds: (user + system) / 1e6 }
}

process.on('message', (spec: LoadSpec) => {
  void measured(spec).then((result) => process.send?.(result))
})
