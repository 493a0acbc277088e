import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '@hansard/simulator/meeting/random'
import type { Component } from '@hansard/stack/components/component'
import type { FaultKind } from './fault.ts'

const nodeOf = (nodes: readonly Component[], random: Random): readonly [number, Component] => {
  const index = random.int(0, nodes.length - 1)
  const node = nodes[index]
  if (node === undefined) throw new RangeError('there is no broker')
  return [index + 1, node]
}

const killBroker: FaultKind = {
  name: 'kill -9 broker',
  broker: true,
  disturbs: 'all',
  async strike({ cluster }, random) {
    const [id, node] = nodeOf(cluster.nodes, random)
    const since = Date.now()
    const awayMs = random.int(500, 6_000)
    node.kill()
    await delay(awayMs)
    await node.start()
    return { detail: `kafka-${id}, started again after ${(awayMs / 1_000).toFixed(1)} s`, since }
  },
}

/** A disk that answers nothing for some seconds; longer than that, the cluster takes the broker for dead, and it wakes up as a zombie. */
const frozen = (name: string, least: number, most: number): FaultKind => ({
  name,
  broker: true,
  disturbs: 'all',
  async strike({ cluster }, random) {
    const [id, node] = nodeOf(cluster.nodes, random)
    const since = Date.now()
    const forMs = random.int(least, most)
    if (node.pid !== undefined) process.kill(node.pid, 'SIGSTOP')
    await delay(forMs)
    if (node.pid !== undefined) process.kill(node.pid, 'SIGCONT')
    return { detail: `kafka-${id} for ${(forMs / 1_000).toFixed(1)} s`, since }
  },
})

const restartAll: FaultKind = {
  name: 'all brokers restarted',
  broker: true,
  disturbs: 'all',
  async strike({ cluster }) {
    await cluster.stop()
    await cluster.start()
    return { detail: 'all three', since: Date.now() }
  },
}

export const brokerFaults: readonly FaultKind[] = [
  killBroker,
  frozen('slow disk', 2_000, 6_000),
  frozen('freeze broker', 11_000, 15_000),
  restartAll,
]
