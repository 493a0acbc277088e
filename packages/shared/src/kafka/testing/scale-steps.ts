import { setTimeout as delay } from 'node:timers/promises'
import { copyTo, openTestCluster } from './cluster.ts'
import { moved, viewGroup, type Assignments, type GroupView } from './group.ts'

export interface ScaleStep {
  readonly from: number
  readonly to: number
  /** Partitions that another member has afterwards. */
  readonly moved: number
  /** The longest time, in milliseconds, that any partition was not worked on around the step. */
  readonly longestStallMs: number
}

const partitions = 12
const sendEveryMs = 400
/** So long each number of members is watched. */
const watchMs = 1_500

/** A group of three members under load gets a fourth, which then leaves again. */
export const measureScaleSteps = async (brokers: readonly string[]): Promise<readonly ScaleStep[]> => {
  await using it = await openTestCluster({ brokers, partitions })
  await using view = await viewGroup(brokers, it.group)
  const handled: { readonly partition: number; readonly at: number }[] = []
  const join = () =>
    it.consume(async (batch) => {
      handled.push({ partition: batch.partition, at: Date.now() })
      return copyTo(it.output)(batch)
    })
  const sending = setInterval(
    () => void it.send(...Array.from({ length: partitions }, (_, partition) => ({ partition }))).catch(() => undefined),
    sendEveryMs,
  )
  try {
    await Promise.all([join(), join(), join()])
    const three = await settled(view, 3)
    await delay(watchMs)
    const joining = Date.now()
    const fourth = await join()
    const four = await settled(view, 4)
    await delay(watchMs)
    const leaving = Date.now()
    await fourth.stop()
    const back = await settled(view, 3)
    await delay(watchMs)
    return [
      { from: 3, to: 4, moved: moved(three, four), longestStallMs: longestStall(handled, joining - sendEveryMs, leaving) },
      { from: 4, to: 3, moved: moved(four, back), longestStallMs: longestStall(handled, leaving - sendEveryMs, Date.now()) },
    ]
  } finally {
    clearInterval(sending)
  }
}

const settled = async (view: GroupView, members: number): Promise<Assignments> => {
  for (;;) {
    const assignments = await view.assignments()
    if (assignments?.size === members) return assignments
    await delay(50)
  }
}

const longestStall = (handled: readonly { readonly partition: number; readonly at: number }[], from: number, to: number): number => {
  const within = handled.filter(({ at }) => at >= from && at <= to)
  const stalls = Array.from({ length: partitions }, (_, partition) => {
    const times = [from, ...within.filter((each) => each.partition === partition).map(({ at }) => at), to]
    return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? from)))
  })
  return Math.max(...stalls)
}
