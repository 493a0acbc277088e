import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestCluster } from './cluster.ts'
import type { MemberEvent, MemberOptions } from './member/main.ts'

/** A consumer in a process of its own. Killed when disposed of. */
export interface MemberProcess extends AsyncDisposable {
  /** What it told so far. */
  readonly events: readonly MemberEvent[]
  /** Resolves with the first event of that kind, told already or yet to come. */
  first<Kind extends MemberEvent['event']>(kind: Kind): Promise<Extract<MemberEvent, { event: Kind }>>
  /** Sends a signal; resolves when the process has ended, for those that end one. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL' | 'SIGTERM'): Promise<void>
}

export const startMember = (it: TestCluster, more: Partial<MemberOptions> = {}): MemberProcess => {
  const { brokers, group, input, output } = it
  const options: MemberOptions = { brokers, group, input, output, guarantee: 'exactly-once', sessionTimeoutMs: 6_000, dwellMs: 0, ...more }
  const child = spawn(process.execPath, [fileURLToPath(new URL('member/main.ts', import.meta.url))], {
    env: { MEMBER: JSON.stringify(options) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const events: MemberEvent[] = []
  const waiting: ((event: MemberEvent) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as MemberEvent
    events.push(event)
    for (const tell of waiting) tell(event)
  })
  const isOf =
    <Kind extends MemberEvent['event']>(kind: Kind) =>
    (event: MemberEvent): event is Extract<MemberEvent, { event: Kind }> =>
      event.event === kind
  return {
    events,
    first(kind) {
      const told = events.find(isOf(kind))
      if (told !== undefined) return Promise.resolve(told)
      return new Promise((resolve, reject) => {
        waiting.push((event) => isOf(kind)(event) && resolve(event))
        void ended.then(() => reject(new Error(`the member ended before it told of ${kind}`)))
      })
    },
    async signal(name) {
      child.kill(name)
      if (name === 'SIGKILL' || name === 'SIGTERM') await ended
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended
    },
  }
}
