import { describe } from 'vitest'
import { describeKafkaContract } from './contract-suite.ts'
import { createMemoryKafka } from './memory.ts'

describe('Kafka in memory', () => {
  describeKafkaContract(createMemoryKafka, 'exactly-once')
})
