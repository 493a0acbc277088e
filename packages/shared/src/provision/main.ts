import { messageOf } from '../errors.ts'
import { createKafka } from '../kafka/kafka.ts'
import { migrate } from '../postgres/migrate.ts'
import { createRegistry } from '../registry/registry.ts'
import { readConfig } from '../runtime/config.ts'
import { createLogger } from '../runtime/logger.ts'
import { chainTopics } from '../topics.ts'
import { provisionConfig } from './config.ts'
import { topicSpecs } from './topics.ts'

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
