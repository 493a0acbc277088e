import { expect, test } from 'vitest'
import { avro } from '../contracts/contract.ts'
import { uuidV7 } from '../ids.ts'
import { createRegistry } from '../registry/registry.ts'
import { header } from '../stage/headers.ts'
import type { Topic } from '../stage/stage.ts'
import { brokersOf } from './testing/cluster.ts'
import { openRetryStage } from './testing/retry-stage.ts'

const brokers = brokersOf(process.env)
const registry = createRegistry(process.env['SCHEMA_REGISTRY_URL'] ?? '')

interface Text {
  readonly text: string
}
const text: Topic<Text> = {
  name: `text-${uuidV7()}`,
  contract: avro<Text>('{"type":"record","name":"Text","fields":[{"name":"text","type":"string"}]}'),
}
const other: Topic<{ readonly numbers: readonly number[] }> = {
  name: `other-${uuidV7()}`,
  contract: avro('{"type":"record","name":"Other","fields":[{"name":"numbers","type":{"type":"array","items":"int"}}]}'),
}

test('what cannot be decoded is a dead letter with its reason and its bytes, and the partition goes on', async () => {
  await registry.register([text, other])
  const codec = await registry.codec([text, other])
  const good = (value: string) => codec.encode(text.contract, text.name, { text: value })
  const bad: Readonly<Record<string, Buffer | null>> = {
    'wrong magic byte': Buffer.concat([Buffer.from([7]), good('x').subarray(1)]),
    'unknown schema': Buffer.concat([Buffer.from([0, 0x7f, 0xff, 0xff, 0xf0]), good('x').subarray(5)]),
    'truncated Avro': good('a text that ends in the middle').subarray(0, 12),
    'another type': codec.encode(other.contract, other.name, { numbers: [1, 2, 3] }),
    'shorter than a schema id': Buffer.from([0, 0]),
    empty: Buffer.alloc(0),
    'no value': null,
    '8 MB of anything': Buffer.alloc(8_000_000, 'x'),
  }
  const handled: string[] = []
  await using stage = await openRetryStage({
    brokers,
    partitions: 1,
    retryDelays: [60],
    async handle(value) {
      handled.push((await codec.decode<Text>(text.contract, value)).text)
    },
  })
  await stage.start()
  for (const [name, value] of Object.entries(bad)) await stage.send({ key: name, value }, { key: 'good', value: good(`after ${name}`) })

  await expect.poll(() => handled, { timeout: 60_000 }).toEqual(Object.keys(bad).map((name) => `after ${name}`))
  await expect.poll(async () => (await stage.deadLetters()).length, { timeout: 60_000 }).toBe(Object.keys(bad).length)
  const letters = await stage.deadLetters()
  expect(letters.map(({ key }) => key)).toEqual(Object.keys(bad))
  for (const { key, value, headers } of letters) {
    expect(value).toEqual(bad[key ?? ''] ?? null)
    expect(headers[header.errorClass]).toBe('PermanentError')
    expect(headers[header.errorMessage]).toMatch(/\w+/)
  }
})
