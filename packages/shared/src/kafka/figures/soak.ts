import { setTimeout as delay } from 'node:timers/promises'
import { openTestCluster } from '../testing/cluster.ts'
import { startMember, type MemberProcess } from '../testing/member-process.ts'

const partitions = 6
const loadMs = 60_000
const sessionTimeoutMs = 6_000
const quietWithinMs = 60_000

/** Park and Miller's: the same seed, the same faults. */
const randomFrom = (seed: number) => {
  let state = seed % 2_147_483_647
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

/** Three processes copy records while they are killed, suspended beyond their session, and stopped: is every record there once? */
export const soakFigures = async (brokers: readonly string[], seed: number): Promise<readonly string[]> => {
  await using it = await openTestCluster({ brokers, partitions })
  const random = randomFrom(seed)
  const start = () => startMember(it, { sessionTimeoutMs, dwellMs: 5 })
  const members: MemberProcess[] = [start(), start(), start()]
  const faults: string[] = []
  let loading = true
  let sent = 0
  const load = (async () => {
    for (; loading; await delay(20)) {
      const records = [0, 1].map(() => ({ partition: random(partitions), value: Buffer.from(String(sent++)) }))
      await it.send(...records)
    }
  })()
  const begun = Date.now()
  while (Date.now() - begun < loadMs) {
    await delay(2_000 + random(4_000))
    const index = random(members.length)
    const member = members[index]
    const fault = (['kill and restart', 'suspend', 'stop and restart', 'one more', 'one less'] as const)[random(5)]
    if (member === undefined || fault === undefined) continue
    if (fault === 'one more' ? members.length >= 5 : fault === 'one less' && members.length <= 2) continue
    faults.push(fault)
    switch (fault) {
      case 'kill and restart':
        await member.signal('SIGKILL')
        members[index] = start()
        break
      case 'suspend':
        await member.signal('SIGSTOP')
        await delay(sessionTimeoutMs + 2_000)
        await member.signal('SIGCONT')
        break
      case 'stop and restart':
        await member.signal('SIGTERM')
        members[index] = start()
        break
      case 'one more':
        members.push(start())
        break
      case 'one less':
        members.splice(index, 1)
        await member.signal('SIGTERM')
        break
    }
  }
  loading = false
  await load
  const found = await awaitAll(it, sent)
  const [inputs, outputs] = [(await it.texts(it.input)).flat(), found]
  const missing = new Set(inputs).difference(new Set(outputs))
  for (const member of members) await member[Symbol.asyncDispose]()
  const byFault = [...Map.groupBy(faults, (fault) => fault)].map(([fault, each]) => `${each.length} x ${fault}`).join(', ')
  return [
    `seed ${seed}: ${inputs.length} records, ${faults.length} faults (${byFault}): ${missing.size} lost, ${outputs.length - new Set(outputs).size} doubled`,
  ]
}

const awaitAll = async (it: Awaited<ReturnType<typeof openTestCluster>>, count: number): Promise<readonly string[]> => {
  for (const until = Date.now() + quietWithinMs; ; await delay(500)) {
    const found = (await it.texts(it.output)).flat()
    if (new Set(found).size >= count || Date.now() > until) return found
  }
}
