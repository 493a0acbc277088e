import { expect, test } from 'vitest'
import { createLanes } from './lanes.ts'
import type { Lane } from './lane.ts'

/** Lanes that only tell what was asked of them. */
const setUp = () => {
  const told: string[] = []
  const created = new Map<string, Lane>()
  const ended = Promise.withResolvers<void>()
  const lanes = createLanes((topic, partition) => {
    const name = `${topic}/${partition}`
    const lane: Lane = {
      follows: () => true,
      accept: () => true,
      passOver: () => undefined,
      jump: () => undefined,
      warm: () => undefined,
      settled: async () => undefined,
      async finish() {
        told.push(`finish ${name}`)
      },
      async lose() {
        told.push(`lose ${name}`)
        await ended.promise
        told.push(`${name} has ended`)
      },
    }
    told.push(`create ${name}`)
    created.set(name, lane)
    return lane
  })
  return { lanes, told, created, end: ended.resolve }
}

test('what stays keeps its lane, what goes is lost, what comes gets one', () => {
  const { lanes, told, created } = setUp()
  lanes.assign({ input: [0, 1] })
  const stays = created.get('input/1')
  const added = lanes.assign({ input: [1, 2] })
  expect(added.map(({ topic, partition }) => `${topic}/${partition}`)).toEqual(['input/2'])
  expect(told).toEqual(['create input/0', 'create input/1', 'lose input/0', 'create input/2'])
  expect(lanes.of('input', 1)).toBe(stays)
  expect(lanes.of('input', 0)).toBeUndefined()
})

test('a lane that is renewed is lost, and another in its place', () => {
  const { lanes, told, created } = setUp()
  lanes.assign({ input: [0] })
  const old = created.get('input/0')
  expect(lanes.renew('input', 0)).not.toBe(old)
  expect(told).toEqual(['create input/0', 'lose input/0', 'create input/0'])
})

test('finishing waits for those that were lost as well', async () => {
  const { lanes, told, end } = setUp()
  lanes.assign({ input: [0, 1] })
  lanes.assign({ input: [1] })
  const finished = lanes.finish().then(() => told.push('finished'))
  end()
  await finished
  expect(told.slice(2)).toEqual(['lose input/0', 'finish input/1', 'input/0 has ended', 'finished'])
})
