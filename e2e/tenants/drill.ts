import { waitUntil } from '@hansard/stack/wait-until'
import { startPipeline } from '../pipeline.ts'
import { attacksIn, type Attack } from './attacks.ts'
import { startSlowHost } from './slow-host.ts'
import { createVictim, type Experience } from './victim.ts'

/** What one tenant noticed of what another did. */
export interface Round {
  readonly name: string
  readonly experience: Experience
  /** The attacker's answers by status; 0: none. */
  readonly answers: ReadonlyMap<number, number>
}

export interface Drill {
  /** Nobody did anything. */
  readonly undisturbed: Experience
  readonly rounds: readonly Round[]
}

export interface DrillOptions {
  /** Milliseconds of each round. */
  readonly roundMs: number
  /** Milliseconds between two meetings of the tenant that does nothing wrong. */
  readonly everyMs: number
  /** Which attacks; else all. */
  readonly only?: (name: string) => boolean
  /** Other tenants that only exist. */
  readonly bystanders: number
  progress(text: string): void
}

/**
 * Two tenants on the whole of Hansard: one sends a meeting now and then, the other does each of the attacks at full rate. Between two
 * rounds it is quiet.
 */
export const runDrill = async (options: DrillOptions): Promise<Drill> => {
  await using slow = await startSlowHost()
  const more = {
    TRUSTED_PROXIES: '127.0.0.1',
    OUTGOING_PLAIN_HTTP_HOSTS: slow.host,
    OUTGOING_PRIVATE_HOSTS: slow.host,
  }
  const hansard = await startPipeline('tenants', '60,120,240,480', more, { transcriptHosts: [slow.host] })
  try {
    for (let n = 0; n < options.bystanders; n++) await hansard.addTenant({ limited: true })
    const victim = createVictim(hansard, await hansard.addTenant())
    try {
      // The first meetings warm processes up.
      await victim.live(options.roundMs, options.everyMs)
      const undisturbed = await victim.live(options.roundMs, options.everyMs)
      options.progress(told('undisturbed', undisturbed))
      const rounds: Round[] = []
      for (let index = 0; ; index++) {
        // An attacker for each: the limits of an hour must not end the next.
        const attacker = await hansard.addTenant({ withoutCredentials: ['fireflies'], limited: true })
        const attack = attacksIn({ hansard, attacker, slowHost: slow.host })[index]
        if (attack === undefined) break
        if (options.only?.(attack.name) === false) continue
        const round = await roundOf(attack, () => victim.live(options.roundMs, options.everyMs))
        rounds.push(round)
        options.progress(`${told(round.name, round.experience)}; answers ${answersTold(round.answers)}`)
      }
      return { undisturbed, rounds }
    } finally {
      victim.stop()
    }
  } finally {
    await hansard.stop()
  }
}

const roundOf = async (attack: Attack, live: () => Promise<Experience>): Promise<Round> => {
  const answers = new Map<number, number>()
  let over = false
  let number = 0
  const sender = async () => {
    while (!over) {
      const status = await attack.send(number++).catch(() => 0)
      answers.set(status, (answers.get(status) ?? 0) + 1)
    }
  }
  const sending = Promise.all(Array.from({ length: attack.senders }, sender))
  try {
    return { name: attack.name, experience: await live(), answers }
  } finally {
    over = true
    await waitUntil(() => sending.then(() => true), 30_000)
  }
}

const told = (name: string, { sent, p95, refused, lost, deferred, deadLettered }: Experience): string =>
  `${name}: ${sent} meetings, p95 ${p95 ?? '–'} ms, ${refused} refused, ${lost.length} lost${lost.map((id) => ` ${id}`).join('')}, ${deferred} deferred, ${deadLettered} dead letters`

const answersTold = (answers: ReadonlyMap<number, number>): string =>
  [...answers]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'none' : status} × ${count}`)
    .join(', ')

/** What was not as promised: a time beyond twice the undisturbed one (of at least `floorMs`), or anything that happened to a delivery. */
export const faultsOf = ({ undisturbed, rounds }: Drill, floorMs = 0): readonly string[] =>
  rounds.flatMap(({ name, experience: { p95, refused, lost, deferred, deadLettered } }) => {
    const most = Math.max(floorMs, 2 * (undisturbed.p95 ?? 0))
    const counts = Object.entries({ refused, lost: lost.length, deferred, 'dead letters': deadLettered }).filter(([, count]) => count > 0)
    return [
      ...(p95 === undefined || p95 > most ? [`${name}: p95 ${p95 ?? '–'} ms, more than ${most}`] : []),
      ...counts.map(([what, count]) => `${name}: ${count} ${what}`),
    ]
  })
