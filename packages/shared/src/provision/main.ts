import { z } from 'zod'
import { messageOf } from '../errors.ts'
import { createKafka } from '../kafka/kafka.ts'
import { migrate } from '../postgres/migrate.ts'
import { createRegistry } from '../registry/registry.ts'
import { kafkaConfig, postgresConfig, processConfig, readConfig } from '../runtime/config.ts'
import { createLogger } from '../runtime/logger.ts'
import { stageConfig } from '../stage/run-stage.ts'
import { chainTopics } from '../topics.ts'
import { topicSpecs } from './topics.ts'

const provisionConfig = z.object({
  ...kafkaConfig,
  ...postgresConfig,
  LOG_LEVEL: processConfig.LOG_LEVEL,
  RETRY_DELAYS: stageConfig.RETRY_DELAYS,
  /** At most so many consumers per stage */
  TOPIC_PARTITIONS: z.coerce.number().int().min(1).default(3),
  REPLICATION_FACTOR: z.coerce.number().int().min(1).default(1),
  MIN_INSYNC_REPLICAS: z.coerce.number().int().min(1).default(1),
})

/** Creates topics, registers schemas and migrates the database; safe to run again. */
const provision = async () => {
  const config = readConfig(provisionConfig, process.env)
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'provision', log: createLogger('provision', config.LOG_LEVEL) })
  try {
    const topics = topicSpecs({
      partitions: config.TOPIC_PARTITIONS,
      replicationFactor: config.REPLICATION_FACTOR,
      minInSyncReplicas: config.MIN_INSYNC_REPLICAS,
      retryDelays: config.RETRY_DELAYS,
    })
    await Promise.all([
      kafka.createTopics(topics),
      createRegistry(config.SCHEMA_REGISTRY_URL).register(chainTopics),
      migrate(config.DATABASE_URL),
    ])
    process.stdout.write(`provisioned ${topics.length} topics, ${chainTopics.length - 1} schemas, the database\n`)
  } finally {
    await kafka.close()
  }
}

provision().catch((error: unknown) => {
  process.stderr.write(`provision: ${messageOf(error)}\n`)
  process.exitCode = 1
})
