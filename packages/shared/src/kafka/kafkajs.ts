import { zstdCompress, zstdDecompress } from 'node:zlib'
import { promisify } from 'node:util'
// Before kafkajs, whose modules it repairs.
import './patches.ts'
import './encoding-patches.ts'
import kafkajs, { type Kafka as KafkaJs, type KafkaConfig, type logLevel as LogLevel } from 'kafkajs'
import type { Logger } from '../runtime/logger.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

// kafkajs ships without zstd; Node brings it along.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: (encoder: { readonly buffer: Buffer }) => compress(encoder.buffer),
  decompress: (buffer: Buffer) => decompress(buffer),
})

export interface ClientOptions {
  /** host:port */
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly log: Logger
}

/**
 * kafkajs' levels as pino's. Its INFO tells of every join, its ERROR of every refusal by a broker that it then retries or
 * throws: neither is yet anything that a person must look at.
 */
const levelOf = (level: LogLevel, message: string): 'warn' | 'debug' =>
  level > kafkajs.logLevel.WARN || message.startsWith('Response ') ? 'debug' : 'warn'

/**
 * A kafkajs client with every default spelled out: under NODE_ENV=test kafkajs would use others. `requestTimeout` in
 * milliseconds: how long a broker that hangs is waited for.
 */
export const createClient = (
  { brokers, clientId, log }: ClientOptions,
  retry: NonNullable<KafkaConfig['retry']>,
  requestTimeout: number = 30_000,
): KafkaJs =>
  new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout,
    enforceRequestTimeout: true,
    retry,
    logCreator:
      () =>
      ({ level, log: { message, timestamp: _timestamp, stack: _stack, ...details } }) =>
        log[levelOf(level, message)]({ kafkajs: details }, message),
  })

export { kafkajs }
