import { describe } from 'vitest'
import { createLogger } from '../runtime/logger.ts'
import { describeKafkaContract } from './contract-suite.ts'
import { createKafka } from './kafka.ts'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')

const open = () => createKafka({ brokers, clientId: 'test', log: createLogger('test', 'error') })

describe.concurrent.each(['at-least-once', 'exactly-once'] as const)('Kafka through kafkajs, %s', (guarantee) => {
  describeKafkaContract(open, guarantee)
})
