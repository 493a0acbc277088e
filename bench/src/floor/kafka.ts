import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs, { type Kafka } from 'kafkajs'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
  compress: (encoder: { readonly buffer: Buffer }) => compress(encoder.buffer),
  decompress: (buffer: Buffer) => decompress(buffer),
})

/** kafkajs as it is published, none of Hansard's repairs: what a program without all that Hansard does would use. */
export const bareKafka = (brokers: string, clientId: string): Kafka =>
  new kafkajs.Kafka({ brokers: brokers.split(','), clientId, logLevel: kafkajs.logLevel.ERROR })

export const { ZSTD } = kafkajs.CompressionTypes

/** kafkajs warns of it unless it is chosen. */
export const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
