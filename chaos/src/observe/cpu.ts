import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Who used the machine's processors, in shares of all of them, 0 to 1. */
export interface CpuShares {
  /** By part of the experiment: `kafka`, `ingress`, …, `experiment` for this process and its reader. */
  readonly parts: Readonly<Record<string, number>>
  /** Everything else on the machine. */
  readonly others: number
  /** What all processors together had to give, in seconds. */
  readonly seconds: number
}

const everyMs = 2_000
/** USER_HZ, which is 100 on every machine that Linux runs Node on. */
const ticksPerSecond = 100

interface Sample {
  readonly pid: number
  readonly parent: number
  /** Clock ticks. */
  readonly ticks: number
}

/**
 * Measures from now until `stop`: this process, and all that it started by what their command lines say. Undefined where the system has no
 * /proc. What a process did in the two seconds before it died is taken for others' work.
 */
export const measureCpu = (): { stop(): Promise<CpuShares | undefined> } => {
  const ending = new AbortController()
  const used = new Map<string, number>()
  const before = new Map<number, number>()
  const parts = new Map<number, string>()

  const take = async () => {
    const samples = new Map((await readSamples()).map((sample) => [sample.pid, sample]))
    for (const { pid, ticks } of samples.values()) {
      if (!isOurs(pid, samples)) continue
      const part = parts.get(pid) ?? (await partOf(pid))
      parts.set(pid, part)
      used.set(part, (used.get(part) ?? 0) + ticks - (before.get(pid) ?? 0))
      before.set(pid, ticks)
    }
  }
  const run = async (): Promise<CpuShares | undefined> => {
    try {
      await take()
      used.clear()
      const begin = await machine()
      while (!ending.signal.aborted) {
        await delay(everyMs, undefined, { signal: ending.signal }).catch(() => undefined)
        await take()
      }
      const end = await machine()
      const all = end.all - begin.all
      const shares = Object.fromEntries([...used].map(([part, ticks]) => [part, ticks / all]))
      const ours = Object.values(shares).reduce((sum, share) => sum + share, 0)
      return { parts: shares, others: Math.max(0, (end.busy - begin.busy) / all - ours), seconds: all / ticksPerSecond }
    } catch {
      return undefined
    }
  }
  const running = run()
  return {
    stop() {
      ending.abort()
      return running
    },
  }
}

const isOurs = (pid: number, samples: ReadonlyMap<number, Sample>): boolean => {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = samples.get(at)?.parent) if (at === process.pid) return true
  return false
}

// proc_pid_stat(5): after the name in parentheses: state, parent, …, and as 12th and 13th of these the ticks in user and in kernel mode.
const readSamples = async (): Promise<readonly Sample[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = pids.map(async (pid) => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
    if (stat === undefined) return []
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return [{ pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]
  })
  return (await Promise.all(read)).flat()
}

// proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal of all processors together.
const machine = async (): Promise<{ readonly all: number; readonly busy: number }> => {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n')
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
  const all = ticks.reduce((sum, each) => sum + each, 0)
  return { all, busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0) }
}

const partOf = async (pid: number): Promise<string> => {
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
  const app = /apps\/([a-z-]+)\/src\/main\.ts/.exec(command)?.[1]
  if (app !== undefined) return app
  if (command.includes('kafka.Kafka')) return 'kafka'
  if (command.includes('apicurio')) return 'registry'
  if (command.includes('postgres')) return 'postgres'
  if (command.includes('redis-server')) return 'redis'
  return 'experiment'
}
