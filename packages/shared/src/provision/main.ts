import { parseArgs } from 'node:util'
import { messageOf } from '../errors.ts'
import { createKafka } from '../kafka/kafka.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRegistry } from '../registry/registry.ts'
import { kafkaAccess, registryAccess } from '../runtime/access.ts'
import { readConfig } from '../runtime/config.ts'
import { createLogger } from '../runtime/logger.ts'
import { chainTopics } from '../topics.ts'
import { provisionConfig } from './config.ts'
import { applyGrants } from './grants.ts'
import { kafkaAcls } from './kafka-acls.ts'
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

const help = `npm run provision -- [--acls] [--grants]
Creates topics, registers schemas and migrates the database; safe to run again.
  --acls     also grants each app's Kafka user (hansard-ingress, …) what it needs
  --grants   also makes a PostgreSQL role for each app (hansard_ingress, …) and grants it what it needs
`

/** Creates topics, registers schemas and migrates the database, then grants what was asked for; safe to run again. */
const provision = async () => {
  const flags = { acls: { type: 'boolean' }, grants: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  const { values: wanted } = parseArgs({ options: flags })
  if (wanted.help === true) return void process.stdout.write(help)
  const config = readConfig(provisionConfig, process.env)
  const kafka = createKafka({ ...kafkaAccess(config), clientId: 'provision', log: createLogger('provision', config.LOG_LEVEL) })
  try {
    const topics = topicSpecs({
      partitions: config.TOPIC_PARTITIONS,
      replicationFactor: config.REPLICATION_FACTOR,
      minInSyncReplicas: config.MIN_INSYNC_REPLICAS,
      retryDelays: config.RETRY_DELAYS,
    })
    await Promise.all([
      patiently(() => kafka.createTopics(topics), patienceMs),
      patiently(() => createRegistry(registryAccess(config)).register(chainTopics), patienceMs),
      patiently(() => reachable(config.DATABASE_URL), patienceMs).then(() => migrate(config.DATABASE_URL)),
    ])
    const acls = kafkaAcls(config.KAFKA_USER_PREFIX)
    if (wanted.acls === true) await kafka.createAcls(acls)
    if (wanted.grants === true) await applyGrants(config.DATABASE_URL)
    const granted = [...(wanted.acls === true ? [`${acls.length} ACLs`] : []), ...(wanted.grants === true ? ["the apps' roles"] : [])]
    process.stdout.write(
      `provisioned ${topics.length} topics, ${chainTopics.length - 1} schemas, the database${granted.map((each) => `, ${each}`).join('')}\n`,
    )
  } finally {
    await kafka.close()
  }
}

provision().catch((error: unknown) => {
  process.stderr.write(`provision: ${messageOf(error)}\n`)
  process.exitCode = 1
})
