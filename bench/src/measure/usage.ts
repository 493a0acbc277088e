import pidusage from 'pidusage'

/** What a process has used. */
export interface Usage {
  /** User and system time since it began. */
  readonly cpuSeconds: number
  readonly residentBytes: number
}

/** Rejects when there is no such process. */
export const usageOf = async (pid: number): Promise<Usage> => {
  const { ctime, memory } = await pidusage(pid)
  return { cpuSeconds: ctime / 1_000, residentBytes: memory }
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
  const used = Object.fromEntries(
    [...after].map(([name, usage]) => [name, { ...usage, cpuSeconds: usage.cpuSeconds - (before.get(name)?.cpuSeconds ?? 0) }]),
  )
  return { result, used: used as Record<Name, Usage> }
}
