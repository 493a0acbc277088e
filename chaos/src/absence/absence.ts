import { setTimeout as delay } from 'node:timers/promises'
import { appNames } from '@hansard/e2e/app-process'
import { startPipeline, type Pipeline } from '@hansard/e2e/pipeline'
import { viewGroup, type GroupView } from '@hansard/shared/kafka/testing/group'
import { createRegistry } from '@hansard/shared/registry/registry'
import { chainTopics, stageNames } from '@hansard/shared/topics'
import { waitUntil } from '@hansard/stack/wait-until'
import { createPoster, type Poster } from './poster.ts'
import { ask, told, type Said } from './sample.ts'
import { writeWork } from './work.ts'

/** What all processes said at a moment of the experiment. */
export interface Moment {
  /** Milliseconds since the dependencies went away. */
  readonly atMs: number
  readonly what: string
  readonly said: readonly Said[]
}

export interface Absence {
  /** Epoch milliseconds. */
  readonly begun: number
  readonly awayMs: number
  readonly moments: readonly Moment[]
  /** Deliveries that were answered with 200, before and while they were away. */
  readonly accepted: readonly string[]
  readonly refused: number
  /** Stages whose members are other ones than before. */
  readonly regrouped: readonly string[]
  /** Processes that ended. */
  readonly ended: readonly string[]
  /** Milliseconds from the last dependency's return until every delivery was processed; undefined: not within five minutes. */
  readonly drainedMs: number | undefined
  /** Deliveries that do not have exactly one transcript, or one meeting. */
  readonly notOnce: readonly string[]
  /** Attempts that were spent on a delivery beyond the first, and dead letters of deliveries. */
  readonly spent: number
}

const everyMs = 2_000
const lookMs = 30_000
const drainWithinMs = 300_000
/** Between the returns of two dependencies: time to see what is then still missed. */
const betweenMs = 30_000

/** Takes Redis, PostgreSQL and the registry away for so long while webhooks keep arriving, gives them back one by one, and counts. */
export const runAbsence = async (awayMs: number, progress: (text: string) => void): Promise<Absence> => {
  const hansard = await startPipeline('absence', '60,120,240,480')
  try {
    return await absenceOf(hansard, awayMs, progress)
  } finally {
    await hansard.stop()
  }
}

const absenceOf = async (hansard: Pipeline, awayMs: number, progress: (text: string) => void): Promise<Absence> => {
  const { redis, postgres, registry, kafka } = hansard.stack
  const begun = Date.now()
  const codec = await createRegistry(registry.url).codec(chainTopics)
  const poster = createPoster(hansard, await hansard.addTenant())
  const ended: string[] = []
  let stopping = false
  for (const name of appNames) void hansard.app(name).exited.then(() => stopping || ended.push(name))
  for (let n = 0; n < 4; n++) await poster.post()
  await poster.processed(60_000)
  // This one is put off for a minute: the transcript-processor then has something to do although nothing new comes.
  await poster.postLive()
  const views = await Promise.all(stageNames.map(async (stage) => ({ stage, view: await viewGroup([kafka.brokers], stage) })))
  const before = await membersOf(views)

  await Promise.all([redis.stop(), postgres.stop(), registry.stop()])
  const since = Date.now()
  progress('Redis, PostgreSQL and the registry are away')
  await writeWork(hansard, codec)
  const moments: Moment[] = []
  const look = async (what: string) => {
    const said = await Promise.all(appNames.map((name) => ask(name, hansard.app(name).address)))
    moments.push({ atMs: Date.now() - since, what, said })
    progress(`${what}: ${told(said)}`)
  }
  await meanwhile(awayMs, poster, look)
  await look('at the end')
  const after = await membersOf(views)
  for (const [name, component] of Object.entries({ registry, redis, postgres })) {
    await component.start()
    progress(`${name} is back`)
    if (name !== 'postgres') {
      await delay(betweenMs)
      await look(`${name} back`)
    }
  }
  const backAt = Date.now()
  const drained = await poster.processed(drainWithinMs)
  const drainedMs = drained ? Date.now() - backAt : undefined
  const ready = async () => {
    const said = await Promise.all(appNames.map((name) => ask(name, hansard.app(name).address)))
    return said.every(({ waitingFor }) => waitingFor.length === 0)
  }
  await waitUntil(ready, 60_000)
  await look('all back')
  stopping = true
  await Promise.all(views.map(({ view }) => view[Symbol.asyncDispose]()))
  return {
    begun,
    awayMs: backAt - since,
    moments,
    accepted: poster.accepted,
    refused: poster.refused(),
    regrouped: stageNames.filter((stage) => before.get(stage) !== after.get(stage)),
    ended,
    drainedMs,
    notOnce: poster.notOnce(),
    spent: poster.spent(),
  }
}

/** Posts a delivery every other second, and looks from time to time. */
const meanwhile = async (forMs: number, poster: Poster, look: (what: string) => Promise<void>): Promise<void> => {
  const until = Date.now() + forMs
  let nextLook = Date.now() + lookMs
  while (Date.now() < until) {
    await Promise.all([poster.post(), delay(everyMs)])
    if (Date.now() < nextLook) continue
    nextLook += lookMs
    await look('away')
  }
}

/** The members of each stage's group, as text to compare. */
const membersOf = async (
  views: readonly { readonly stage: string; readonly view: GroupView }[],
): Promise<ReadonlyMap<string, string | undefined>> => {
  const found = views.map(async ({ stage, view }) => {
    const members = await view.assignments()
    return [stage, members && [...members.keys()].toSorted().join(' ')] as const
  })
  return new Map(await Promise.all(found))
}
