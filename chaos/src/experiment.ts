import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { mergedTranscripts } from '@hansard/shared/topics'
import { audit } from './audit/audit.ts'
import type { Facts } from './audit/facts.ts'
import { allFaults } from './faults/all-faults.ts'
import { makeNoise } from './faults/noise.ts'
import { runFaults } from './faults/run-faults.ts'
import { inject } from './load/inject.ts'
import { startLoad, type Load } from './load/load.ts'
import { planPoison } from './load/poison.ts'
import { watchBacklog } from './observe/backlog.ts'
import { collect } from './observe/collect.ts'
import { prepareJavaReader } from './observe/console-consumer.ts'
import { watchMerged } from './observe/merged-watch.ts'
import { measureCpu } from './observe/cpu.ts'
import { untilQuiet } from './observe/quiet.ts'
import { retryTimes } from './observe/retries.ts'
import type { Profile } from './profile.ts'
import type { Result } from './report/result.ts'
import { faultLine } from './report/lines.ts'
import { sabotage, type Sabotage } from './sabotage.ts'
import { startSystem, type System } from './system/system.ts'

export interface ExperimentOptions {
  readonly profile: Profile
  readonly seed: string
  /** No faults: what the load alone comes to. */
  readonly calm: boolean
  /** Tries the audit: it must find what is done here. */
  readonly sabotage: Sabotage | undefined
  /** The checkout. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** One line for a person. */
  progress(text: string): void
}

/** Brings everything up, lets it work while faults strike, puts everything right, waits for quiet, and audits what was left. */
export const runExperiment = async (options: ExperimentOptions): Promise<Result> => {
  const { profile, env, root, signal, progress } = options
  const retryDelays = profile.retryDelays.join(',')
  const system = await startSystem({ root, env, signal, tenants: profile.tenants, retryDelays, progress })
  const stopped = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => stopped.reject(signal.reason))
  try {
    return await Promise.race([experimentOn(system, options), stopped.promise])
  } finally {
    await system.stop()
  }
}

const experimentOn = async (system: System, options: ExperimentOptions): Promise<Result> => {
  const { profile, seed, env, signal, progress } = options
  const reader = await prepareJavaReader({
    env,
    signal,
    brokers: system.cluster.brokers,
    ledger: system.stack.ledger,
    log: join(system.stateDir, 'logs', 'java-reader.log'),
  })
  const watch = watchMerged(reader, system.codec, await system.kafka.partitionCount(mergedTranscripts.name))
  const begun = Date.now()
  const ending = new AbortController()
  signal.addEventListener('abort', () => ending.abort())
  const backlog = watchBacklog(system.postgres, () => taken(load), ending.signal)
  const load: Load = startLoad({
    seed,
    rate: profile.rate,
    tenants: system.tenants,
    simulator: system.simulator,
    addresses: () => system.fleet.ingressAddresses(),
    isBehind: () => backlog.size() > profile.rate * bearableSeconds,
    signal,
  })
  progress(`the load begins: ${profile.rate} deliveries a second for ${profile.minutes} minutes`)
  await watch.recovered(begun, 60_000)
  const warm = Date.now()
  const plannedBefore = countOf(load)
  const cpu = measureCpu()
  progress(`the first merged transcripts have come${options.calm ? '' : ': faults from now on'}`)

  const noiseLog = join(system.stateDir, 'logs', 'platforms.log')
  const until = begun + profile.minutes * 60_000
  const poisons = planPoison(seed, system.codec, profile.poisonRetries ? profile.retryDelays : [])
  const injecting = inject(system.kafka, poisons, { seed, overMs: (until - Date.now()) * 0.9, signal: ending.signal })
  // Why it failed is told when it is waited for.
  injecting.catch(() => undefined)
  const noise = makeNoise(system.simulator, seed, {
    everyMs: 1_500,
    signal: ending.signal,
    onFault: (fault) => appendFileSync(noiseLog, `${new Date().toISOString()} ${JSON.stringify(fault)}\n`),
  })
  const onFault = (record: Parameters<typeof faultLine>[0]) => progress(faultLine(record, begun))
  const { calm, pairs } = profile
  const faults = options.calm ? [] : await runFaults(system, watch, { seed, kinds: allFaults, until, calm, pairs, onFault })
  await delay(Math.max(0, until - Date.now()))
  ending.abort()
  const written = await injecting
  const shares = await cpu.stop()
  const deliveries = countOf(load) - plannedBefore
  const { offences, faults: platformFaults } = await noise
  system.simulator.clearFaults()

  const unanswered = await load.finish(60_000)
  progress(`the load has ended after ${load.answers.length} requests; waiting for quiet`)
  const stillMs = (Math.max(...profile.retryDelays) + 4) * 1_000
  const quiet = await untilQuiet(system.postgres, { stillMs, withinMs: 180_000 })
  await watch.stop()
  const loadMs = Date.now() - begun
  const badEnds = await system.stopApps()
  progress(quiet ? 'quiet; reading everything' : 'it does not get quiet; reading everything')
  if (options.sabotage !== undefined) progress(`sabotage: ${await sabotage(options.sabotage, { ...system, reader })}`)
  const topics = await collect({ ...system, reader, written, retryDelays: profile.retryDelays })
  const rows = await system.postgres.query<{ id: string; status: string }>('SELECT id, status FROM mcp.webhook_events')
  const facts: Facts = { ...topics, ...expectedOf(load), rows }
  const findings = audit(facts)
  return {
    profile,
    seed,
    begun,
    loadMs,
    facts,
    counts: load.counts,
    heldBackMs: load.heldBackMs(),
    unanswered,
    quiet,
    faults,
    findings,
    retries: retryTimes(
      topics.journal.map(({ value }) => value),
      [...faults, { at: begun, until: warm, disturbs: 'all' }],
    ),
    selfEnded: system.fleet.selfEnded,
    badEnds,
    offences: [...offences, ...system.simulator.offences().map(({ detail }) => detail)],
    platformFaults,
    cpu: shares && { ...shares, deliveries },
  }
}

/** Deliveries that may be under way at once, in seconds of the load: behind more of them a new one would wait for longer than a fault lasts. */
const bearableSeconds = 10

const taken = ({ answers }: Load): number => answers.reduce((sum, { status }) => sum + (status === 200 ? 1 : 0), 0)

const countOf = ({ counts }: Load): number => [...counts.values()].reduce((sum, count) => sum + count, 0)

const expectedOf = ({ events, meetings, bodies, answers }: Load): Pick<Facts, 'events' | 'meetings' | 'bodies' | 'answers'> => ({
  events,
  meetings,
  bodies,
  answers,
})
