import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { bundles } from '../../packages/stack/src/artifacts/pinned.ts'
import { stageNames } from '../../packages/shared/src/topics.ts'
import { settingNames } from '../helm/settings/settings.ts'
import { pinOf } from './pins.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

interface Service {
  readonly image: string
  readonly build?: { readonly args: { readonly APP: string } }
  readonly environment?: Readonly<Record<string, unknown>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly depends_on?: Readonly<Record<string, unknown>>
  readonly read_only?: boolean
  readonly stop_grace_period?: string
}
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> }
const apps = [...stageNames, 'ingress'] as const
const generated = read('infra/docker/secrets.sh')

test('every app and the provisioning are there, each from its own image', () => {
  for (const app of apps) expect(services[app]).toMatchObject({ build: { args: { APP: app } }, image: `hansard/${app}` })
  expect(services['provision']).toMatchObject({ build: { args: { APP: 'cli' } } })
})

test.each([...apps, 'provision'])('%s gets what it cannot start without, and nothing that it does not know', (app) => {
  const { required, requiredSecrets, optional, secret } = settingNames()[app]!
  const given = Object.keys(services[app]!.environment ?? {})
  const others = new Set(Object.values(settingNames()).flatMap((names) => [...names.required, ...names.optional, ...names.secret]))
  for (const name of given) expect(others).toContain(name)
  for (const name of given.filter((each) => !['SCHEMA_REGISTRY_URL', 'KAFKA_BROKERS', 'DATABASE_URL', 'REDIS_URL'].includes(each)))
    expect([...required, ...optional, ...secret]).toContain(name)
  const missing = [...required, ...requiredSecrets].filter((name) => !given.includes(name) && !generated.includes(name))
  expect(missing).toEqual([])
})

test('the simulated platforms, which speak http on private addresses, may be asked', () => {
  const { environment = {} } = services['transcript-processor']!
  const text = (name: string) => environment[name] as string
  const asked = ['ZOOM_API_URL', 'ZOOM_OAUTH_URL', 'FIREFLIES_API_URL', 'OTTER_API_URL'].map((name) => new URL(text(name)).host)
  for (const name of ['OUTGOING_PLAIN_HTTP_HOSTS', 'OUTGOING_PRIVATE_HOSTS'])
    expect(text(name).split(',')).toEqual(expect.arrayContaining([...asked, ...text('TRANSCRIPT_HOSTS').split(',')]))
})

test('apps run read-only, and have longer to stop than they take at most', () => {
  for (const app of apps) expect(services[app]).toMatchObject({ read_only: true, stop_grace_period: '30s' })
})

test('what others wait for has a health check that speaks its protocol', () => {
  const probes = { kafka: 'kafka-broker-api-versions', postgres: 'SELECT 1', redis: 'ping', registry: '/subjects' }
  for (const [name, probe] of Object.entries(probes)) expect(services[name]!.healthcheck!.test!.join(' ')).toContain(probe)
})

test('Kafka and the registry are the versions that the tests run on', () => {
  expect(pinOf(services['kafka']!.image).tagged).toBe(`apache/kafka:${bundles.kafka.version}`)
  expect(pinOf(services['registry']!.image).tagged).toBe(`apicurio/apicurio-registry-sql:${bundles.registry.version}`)
})

test('the image has the Node that the tests run on', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>
  }
  expect(read('Dockerfile')).toContain(`NODE_IMAGE=node:${packages['node_modules/node']!.version}-`)
})

test('nothing but sources goes to the builder', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines[0]).toBe('*')
  expect(lines).toEqual(expect.arrayContaining(['**/node_modules', '**/*.env']))
  expect(lines.filter((line) => line.startsWith('!'))).toEqual([
    '!package.json',
    '!package-lock.json',
    '!.npmrc',
    '!apps',
    '!packages',
    '!*/package.json',
    '!infra/docker/*.mjs',
    '!infra/docker/*.sh',
  ])
})
