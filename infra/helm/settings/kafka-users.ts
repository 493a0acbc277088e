import { kafkaAcls } from '../../../packages/shared/src/provision/kafka-acls.ts'
import { topicSpecs } from '../../../packages/shared/src/provision/topics.ts'
import { stageNames } from '../../../packages/shared/src/topics.ts'

/** What Strimzi calls the words of the ACL table. */
const resources = { topic: 'topic', group: 'group', 'transactional-id': 'transactionalId' } as const
const patterns = { literal: 'literal', prefixed: 'prefix' } as const
const operations = { read: 'Read', write: 'Write', describe: 'Describe', delete: 'Delete' } as const

interface Rule {
  readonly type: string
  readonly name: string
  readonly patternType: string
  readonly operations: readonly string[]
}

/** Each user of the ACL table and what it may do, as Strimzi writes it; and the provisioning's, which makes the topics and nothing else. */
export const kafkaUserRules = (): ReadonlyMap<string, readonly Rule[]> => {
  const users = new Map<string, Rule[]>()
  for (const { principal, resource, name, pattern, operations: granted } of kafkaAcls('hansard-')) {
    const user = principal.replace('User:', '')
    const rule = { type: resources[resource], name, patternType: patterns[pattern], operations: granted.map((each) => operations[each]) }
    users.set(user, [...(users.get(user) ?? []), rule])
  }
  return users.set('hansard-provision', provisionRules())
}

/** Strimzi's operator makes users and grants, so the provisioning makes topics only. Retry topics by prefix: their delays are a setting. */
const provisionRules = (): Rule[] => {
  const made = topicSpecs({ partitions: 1, replicationFactor: 1, minInSyncReplicas: 1, retryDelays: [] }).map(({ name }) => [
    name,
    'literal',
  ])
  const retries = stageNames.map((stage) => [`${stage}.retry.`, 'prefix'])
  return [...made, ...retries].map(([name = '', patternType = '']) => ({
    type: 'topic',
    name,
    patternType,
    operations: ['Create', 'Describe'],
  }))
}

const line = ({ type, name, patternType, operations: granted }: Rule): string =>
  `      - { resource: { type: ${type}, name: ${name}, patternType: ${patternType} }, operations: [${granted.join(', ')}] }\n`

const user = (name: string, rules: readonly Rule[]): string => `---
apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata:
  name: ${name}
  labels: { strimzi.io/cluster: hansard }
spec:
  authentication: { type: scram-sha-512 }
  authorization:
    type: simple
    acls:
${rules.map(line).join('')}`

const head = `# Strimzi's users for the cluster of kafka.yaml, one an app, with exactly what packages/shared/src/provision/kafka-acls.ts grants.
# \`npm run generate\` writes this file. kubectl apply -n kafka -f kafka-users.yaml
# Strimzi makes a Secret of each user's name, with the key \`password\`. Copy or reflect it into Hansard's namespace, as the Secret
# \`hansard-cluster-ca-cert\`. hansard-cli is the operators'. Do not use \`provision --acls\` beside it: Strimzi takes away what it did not grant.
`

/** The text of infra/k8s/kafka-users.yaml. */
export const kafkaUsers = (): string => head + [...kafkaUserRules()].map(([name, rules]) => user(name, rules)).join('')
