import { readFile } from 'node:fs/promises'

/** Bytes of one process in memory. */
export interface Memory {
  readonly resident: number
  /** Of these, what no other process has mapped: six processes hold one copy of Node's program between them. */
  readonly own: number
}

/** As /proc tells it (https://docs.kernel.org/filesystems/proc.html, smaps_rollup); undefined where there is no such thing. */
export const memoryOf = async (pid: number): Promise<Memory | undefined> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readMemory(text)
}

/** Reads the text of a smaps_rollup. */
export const readMemory = (text: string): Memory => {
  const bytes = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1_024
  return { resident: bytes('Rss'), own: bytes('Private_Clean') + bytes('Private_Dirty') }
}

/** What processes of one program take together: each its own, and once what they share. */
export const together = (processes: readonly Memory[]): number =>
  processes.reduce((sum, { own }) => sum + own, 0) + Math.max(0, ...processes.map(({ resident, own }) => resident - own))
