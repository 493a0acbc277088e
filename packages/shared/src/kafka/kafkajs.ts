// Before kafkajs, whose modules it repairs.
import './patches.ts'
import './encoding-patches.ts'
import kafkajs, { type Kafka as KafkaJs, type KafkaConfig, type logLevel as LogLevel, type SASLOptions } from 'kafkajs'
import type { Logger } from '../runtime/logger.ts'
import { zstd } from './zstd.ts'

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: async (encoder: { readonly buffer: Buffer }) => zstd.compress(encoder.buffer),
  decompress: async (buffer: Buffer) => zstd.decompress(buffer),
})

export interface ClientOptions {
  /** host:port */
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly log: Logger
  /** Absent: not encrypted. `ca`: PEM, instead of the public authorities. */
  readonly tls?: { readonly ca?: string }
  /** Absent: nobody in particular. */
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string }
}

/**
 * kafkajs' levels as pino's. Its INFO tells of every join, its ERROR of every refusal by a broker that it then retries or
 * throws: neither is yet anything that a person must look at.
 */
const levelOf = (level: LogLevel, message: string): 'warn' | 'debug' =>
  level > kafkajs.logLevel.WARN || message.startsWith('Response ') ? 'debug' : 'warn'

/** How the pauses between tries grow: under NODE_ENV=test kafkajs would use others. */
const growth = { factor: 0.2, multiplier: 2 } as const

/** How often a request is tried again, and with which pauses (milliseconds): all of it, or tests would try something else than production. */
export type Retry = Required<Pick<NonNullable<KafkaConfig['retry']>, 'initialRetryTime' | 'maxRetryTime' | 'retries'>>

const patient: Retry = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 }

/**
 * A kafkajs client with every default spelled out. `requestTimeout` in milliseconds: how long a broker that hangs is waited for.
 */
export const createClient = (
  { brokers, clientId, log, tls, sasl }: ClientOptions,
  retry: Retry = patient,
  requestTimeout: number = 30_000,
): KafkaJs =>
  new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
    // kafkajs' types want the mechanism to be one of them, not any of them.
    ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
    connectionTimeout: 3_000,
    requestTimeout,
    enforceRequestTimeout: true,
    retry: { ...growth, ...retry },
    logCreator:
      () =>
      ({ level, log: { message, timestamp: _timestamp, stack: _stack, ...details } }) =>
        log[levelOf(level, message)]({ kafkajs: details }, message),
  })

export { kafkajs }
