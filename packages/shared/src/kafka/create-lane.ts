import { messageOf } from '../errors.ts'
import { within } from '../within.ts'
import { createBacklog } from './backlog.ts'
import { isChangeOfOwner } from './group-errors.ts'
import { createKeptSlot } from './kept-slot.ts'
import type { Lane, LaneOptions } from './lane.ts'
import { createNap } from './nap.ts'
import type { OutgoingRecord } from './port.ts'
import { createProgress } from './progress.ts'

export const createLane = (options: LaneOptions): Lane => {
  const { topic, partition, maxRecords, now } = options
  const backlog = createBacklog(maxRecords)
  const progress = createProgress()
  const nap = createNap(now)
  const lost = new AbortController()
  const signal = AbortSignal.any([lost.signal, options.hurry])
  let working: Promise<void> | undefined
  let lastCommit = -Infinity
  let lastCommitTook = 0
  let failures = 0
  let flowing = true
  let waiting = false
  let ended = false

  const slot = createKeptSlot(
    options.openSlot,
    ({ committed }) => {
      const { from, rewind } = progress.opened(committed)
      if (rewind !== undefined) goBack(from)
      else if (from !== undefined) backlog.dropBelow(from)
    },
    options.idleSlotMs,
  )

  const flow = (open: boolean) => {
    flowing = open
    options.flow(open)
  }
  const flowAgain = () => {
    if (!flowing && backlog.hasRoom()) flow(true)
  }
  const goBack = (to: bigint) => {
    options.log.warn({ topic, partition, to: String(to) }, 'records were passed over: going back to what is committed')
    backlog.drop(backlog.length())
    options.rewind(to)
    flowAgain()
  }

  const commit = async (outputs: readonly OutgoingRecord[], next: bigint) => {
    const begun = now()
    try {
      await (await slot.get()).commit(outputs, next)
    } catch (error) {
      // Whether or not it took place, the next slot finds out. It need not wait for the old one's farewell to a broker that may hang.
      slot.discard().catch(() => undefined)
      throw error
    }
    progress.committed(next)
    lastCommit = now()
    lastCommitTook = lastCommit - begun
  }

  const isDone = () => ended || (backlog.length() === 0 && progress.anchor() === undefined)

  const step = async () => {
    await slot.get()
    const [anchor, first] = [progress.anchor(), backlog.first()]
    if (ended) return
    if (anchor !== undefined && (first === undefined || first.offset >= anchor)) return commit([], anchor)
    const records = backlog.head(maxRecords)
    if (records.length === 0) return
    const { outputs, done, resumeAt } = await options.handle({
      topic,
      partition,
      records,
      signal,
      behind: () =>
        backlog
          .head(backlog.length())
          .slice(records.length)
          .map(({ key }) => key),
    })
    const last = records[done - 1]
    if (lost.signal.aborted) return
    if (last !== undefined) await commit(outputs, last.offset + 1n)
    backlog.drop(done)
    flowAgain()
    if (resumeAt !== undefined) await waitUntil(resumeAt)
    else if (done === 0) await nap.until(now() + unfinishedMs, () => ended)
  }

  const waitUntil = async (time: number) => {
    waiting = true
    await nap.until(time, () => ended)
    waiting = false
  }
  const gather = () => {
    const pause = Math.max(options.gatherMs, Math.min(mostGatherMs, pausesPerCommit * lastCommitTook))
    return nap.until(lastCommit + pause, () => ended || backlog.length() >= maxRecords)
  }

  const backOff = async (error: unknown) => {
    failures++
    const details = { topic, partition, count: failures, error: messageOf(error) }
    if (isChangeOfOwner(error)) options.log.info(details, 'the partition may have changed hands: its batch is delivered again')
    else options.log.warn(details, 'batch failed and will be delivered again')
    await nap.until(now() + Math.min(50 * 2 ** failures, 2_000), () => ended)
  }

  const work = async () => {
    while (!isDone()) {
      try {
        await gather()
        if (!ended) await step()
        failures = 0
      } catch (error) {
        if (!ended) await backOff(error)
      }
    }
  }
  const start = () => {
    if (isDone() || working !== undefined) return
    working = work().finally(() => {
      working = undefined
      slot.rest()
      start()
    })
  }
  const finish = async () => {
    ended = true
    nap.wake()
    await working
    await slot.discard()
  }

  return {
    follows: progress.follows,
    accept(fetched, behind, records) {
      const delivery = progress.delivered(fetched, behind)
      if (delivery.kind === 'rewind') {
        goBack(delivery.to)
        return false
      }
      if (delivery.kind === 'gone') options.onGone(delivery.from, delivery.to)
      const from = delivery.kind === 'gone' ? delivery.to : delivery.from
      backlog.add(records.filter(({ offset }) => offset >= from))
      if (backlog.isFull()) flow(false)
      nap.wake()
      start()
      return true
    },
    passOver: progress.passedOver,
    jump(requested, earliest) {
      if (earliest < requested) backlog.drop(backlog.length())
      progress.jumped(requested, earliest)
      options.onGone(requested, earliest)
      start()
    },
    warm: () => void slot.get().catch(() => undefined),
    settled: (ms) => (waiting || working === undefined ? Promise.resolve() : within(ms, working, () => undefined)),
    finish,
    lose() {
      lost.abort()
      return finish()
    },
  }
}

/**
 * Commits take longer the more there are of them: where the broker is busy a partition waits three times as long as its last one took, and at
 * most so long (milliseconds), so that the next carries more.
 */
const pausesPerCommit = 3
const mostGatherMs = 250

/** Not finished and not told until when: after this (milliseconds) it is delivered again. */
const unfinishedMs = 50
