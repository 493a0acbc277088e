import { readFile } from 'node:fs/promises'
import pidusage from 'pidusage'

/** What a process has used, its children included: PostgreSQL serves every connection with one. */
export interface Usage {
  /** User and system time since it began. */
  readonly cpuSeconds: number
  readonly residentBytes: number
}

/** Linux tells; elsewhere a process counts alone. */
const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return children.split(' ').filter(Boolean).map(Number)
}

/** Rejects when there is no such process. */
export const usageOf = async (pid: number): Promise<Usage> => {
  const [own, ...children] = await Promise.all([
    pidusage(pid),
    ...(await childrenOf(pid)).map((child) => pidusage(child).catch(() => ({ ctime: 0, memory: 0 }))),
  ])
  return {
    cpuSeconds: [own, ...children].reduce((sum, { ctime }) => sum + ctime, 0) / 1_000,
    // Children share most of their memory with their parent.
    residentBytes: own.memory,
  }
}

/** Runs `work` and tells what each process used meanwhile: CPU seconds, and the memory it had at the end. */
export const usedDuring = async <Name extends string, T>(
  processes: Readonly<Record<Name, number>>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly used: Readonly<Record<Name, Usage>> }> => {
  const look = async () =>
    new Map(await Promise.all(Object.entries<number>(processes).map(async ([name, pid]) => [name, await usageOf(pid)] as const)))
  const before = await look()
  const result = await work()
  const after = await look()
  // What a child used that has ended since is not known any more.
  const used = Object.fromEntries(
    [...after].map(([name, usage]) => [
      name,
      { ...usage, cpuSeconds: Math.max(0, usage.cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)) },
    ]),
  )
  return { result, used: used as Record<Name, Usage> }
}
