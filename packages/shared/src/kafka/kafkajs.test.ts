import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { createLogger } from '../runtime/logger.ts'
import { createClient, kafkajs } from './kafkajs.ts'

const require = createRequire(import.meta.url)

/** zstd's frame begins so (RFC 8878, section 3.1.1). */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

test('leaves nothing about retries to kafkajs, whose defaults are others under NODE_ENV=test', () => {
  const client = createClient(
    { brokers: ['127.0.0.1:1'], clientId: 'test', log: createLogger('test', 'silent') },
    { initialRetryTime: 1, maxRetryTime: 2, retries: 3 },
  )
  const inProduction = require('kafkajs/src/retry/defaults') as object
  const settings = Object.getOwnPropertySymbols(client).map((name) => (client as unknown as Record<symbol, object>)[name])
  expect(settings).toContainEqual({ ...inProduction, initialRetryTime: 1, maxRetryTime: 2, retries: 3 })
})

test('compresses with zstd, which kafkajs comes without', async () => {
  const codecs = kafkajs.CompressionCodecs as Readonly<
    Record<number, () => { compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>; decompress(bytes: Buffer): Promise<Buffer> }>
  >
  const zstd = codecs[kafkajs.CompressionTypes.ZSTD]!()
  const text = Buffer.from('the same words again and again '.repeat(100))
  const compressed = await zstd.compress({ buffer: text })
  expect(compressed.subarray(0, 4)).toEqual(zstdMagic)
  expect(compressed.length).toBeLessThan(text.length / 10)
  expect(await zstd.decompress(compressed)).toEqual(text)
})
