import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { kafkaAcls } from '../../packages/shared/src/provision/kafka-acls.ts'
import { kafkaUsers } from '../helm/settings/kafka-users.ts'
import { settingNames } from '../helm/settings/settings.ts'

interface Named {
  readonly kind: string
  readonly metadata: { readonly name: string }
}
interface Secret extends Named {
  readonly stringData: Readonly<Record<string, string>>
}
interface KafkaUser extends Named {
  readonly spec: {
    readonly authorization: {
      readonly acls: readonly {
        readonly resource: { readonly type: string; readonly name: string; readonly patternType: string }
        readonly operations: readonly string[]
      }[]
    }
  }
}
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const documents = (file: string): readonly unknown[] => parseAllDocuments(read(file)).map((document): unknown => document.toJS())
const users = documents('kafka-users.yaml') as readonly KafkaUser[]
const secrets = documents('secret.example.yaml') as readonly Secret[]
const rulesOf = (name: string) => users.find(({ metadata }) => metadata.name === name)?.spec.authorization.acls ?? []

test('Strimzi has the users of the ACL table: `npm run generate` writes them', () => {
  expect(read('kafka-users.yaml')).toBe(kafkaUsers())
})

test('each user may do what the table grants, and nothing else', () => {
  const acls = kafkaAcls('hansard-')
  const names = new Set(acls.map(({ principal }) => principal.replace('User:', '')))
  expect(users.map(({ metadata }) => metadata.name).toSorted()).toEqual([...names, 'hansard-provision'].toSorted())
  const plain = (resource: string, name: string, pattern: string, operations: readonly string[]) =>
    [resource.replace('-', ''), name, pattern.replace('prefixed', 'prefix'), ...operations].join(' ').toLowerCase()
  for (const name of names)
    expect(rulesOf(name).map(({ resource, operations }) => plain(resource.type, resource.name, resource.patternType, operations))).toEqual(
      acls
        .filter(({ principal }) => principal === `User:${name}`)
        .map(({ resource, name: about, pattern, operations }) => plain(resource, about, pattern, operations)),
    )
})

test('the provisioning makes topics, and neither reads nor writes one', () => {
  const rules = rulesOf('hansard-provision')
  expect(rules.map(({ resource }) => resource.name)).toEqual(expect.arrayContaining(['webhooks.raw.v1', 'merger.dlq', 'merger.retry.']))
  for (const { resource, operations } of rules) expect([resource.type, ...operations]).toEqual(['topic', 'Create', 'Describe'])
})

test('each app’s Secret has what the app needs, and nothing that it does not read', () => {
  const { cli, ...others } = Object.fromEntries(
    secrets.map(({ metadata, stringData }) => [metadata.name.replace(/^hansard-(.*)-secrets$/, '$1'), Object.keys(stringData)]),
  )
  const known = settingNames()
  expect(Object.keys(others).toSorted()).toEqual(Object.keys(known).toSorted())
  for (const [app, names] of Object.entries(others)) {
    expect(known[app]!.secret, app).toEqual(expect.arrayContaining(names))
    expect(names, app).toEqual(expect.arrayContaining([...known[app]!.requiredSecrets, 'SCHEMA_REGISTRY_PASSWORD']))
  }
  expect(cli).toEqual(['DATABASE_URL', 'HANSARD_KEYS', 'SCHEMA_REGISTRY_PASSWORD'])
})

test('each app has its own role in PostgreSQL and its own user in Redis', () => {
  const usersOf = ({ stringData }: Secret) =>
    ['DATABASE_URL', 'REDIS_URL'].flatMap((name) => (stringData[name] === undefined ? [] : [new URL(stringData[name]).username]))
  for (const secret of secrets) {
    const user = secret.metadata.name.replace('-secrets', '')
    const role = user === 'hansard-provision' ? 'hansard' : user.replaceAll('-', '_')
    expect([role, user]).toEqual(expect.arrayContaining(usersOf(secret)))
  }
})
