import { messageOf } from '../errors.ts'
import { createKafka } from '../kafka/kafka.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRegistry } from '../registry/registry.ts'
import { readConfig } from '../runtime/config.ts'
import { createLogger } from '../runtime/logger.ts'
import { chainTopics } from '../topics.ts'
import { provisionConfig } from './config.ts'
import { patiently } from './patiently.ts'
import { topicSpecs } from './topics.ts'

/** How long a dependency may take to answer (milliseconds). */
const patienceMs = 60_000

const reachable = async (databaseUrl: string): Promise<void> => {
  const postgres = createPostgres(databaseUrl, { max: 1, applicationName: 'hansard-provision' })
  try {
    await postgres.ping()
  } finally {
    await postgres.close()
  }
}

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
      patiently(() => kafka.createTopics(topics), patienceMs),
      patiently(() => createRegistry(config.SCHEMA_REGISTRY_URL).register(chainTopics), patienceMs),
      patiently(() => reachable(config.DATABASE_URL), patienceMs).then(() => migrate(config.DATABASE_URL)),
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
