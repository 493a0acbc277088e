import { readdirSync, readFileSync } from 'node:fs'
import { BlockList, isIPv6 } from 'node:net'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { addressKind } from '../../packages/shared/src/http/address-kind.ts'
import { stageNames } from '../../packages/shared/src/topics.ts'
import { settingNames } from './settings/settings.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
interface Own {
  readonly kafkaUser?: string
  readonly secretName?: string
  readonly settings?: Readonly<Record<string, unknown>>
}
interface App extends Own {
  readonly replicas: number
  readonly autoscaling: { readonly minReplicas: number; readonly maxReplicas?: number }
}
interface Values {
  readonly image: { readonly requireDigest?: boolean }
  readonly provision: Own
  readonly networkPolicy: {
    readonly anywhere: readonly { readonly ipBlock: { readonly cidr: string; readonly except: readonly string[] } }[]
  }
  readonly apps: Readonly<Record<string, App>>
  readonly settings?: Readonly<Record<string, unknown>>
  readonly kafka: {
    readonly partitions: number
    readonly replicationFactor: number
    readonly minInSyncReplicas: number
    readonly kafkaUser?: string
  }
  readonly termination: { readonly preStopSeconds: number; readonly graceSeconds: number }
}
const values = parse(read('infra/helm/hansard/values.yaml')) as Values
const production = parse(read('infra/helm/hansard/values-production.yaml')) as Values

test('the chart knows the settings that the apps really have: `npm run generate` writes them', () => {
  expect(JSON.parse(read('infra/helm/hansard/files/settings.json'))).toEqual(settingNames())
})

test('the chart brings the alerts that are tested: `npm run generate` copies them', () => {
  expect(read('infra/helm/hansard/files/alerts.yaml')).toBe(read('infra/observability/prometheus/alerts.yaml'))
})

test('every app with a configuration is deployed, and nothing else', () => {
  const apps = readdirSync(new URL('../../apps', import.meta.url)).filter((app) => app !== 'cli')
  expect(Object.keys(values.apps).toSorted()).toEqual(apps.toSorted())
  expect(Object.keys(values.apps).toSorted()).toEqual([...stageNames, 'ingress'].toSorted())
  expect(Object.keys(settingNames()).toSorted()).toEqual([...apps, 'provision'].toSorted())
})

test.each([
  ['values.yaml', values],
  ['values-production.yaml', production],
])('%s sets what the apps know, and asks for no more consumers than partitions', (_file, { apps, settings = {}, kafka }) => {
  const known = settingNames()
  const all = new Set(Object.values(known).flatMap(({ required, optional }) => [...required, ...optional]))
  for (const name of Object.keys(settings)) expect(all).toContain(name)
  for (const [app, { settings: own = {} }] of Object.entries(apps))
    for (const name of Object.keys(own)) expect([...known[app]!.required, ...known[app]!.optional]).toContain(name)
  const consumers = Object.entries(apps).filter(([app]) => app !== 'ingress')
  for (const [, { replicas, autoscaling }] of consumers)
    expect(Math.max(replicas, autoscaling.minReplicas, autoscaling.maxReplicas ?? 0)).toBeLessThanOrEqual(kafka.partitions)
})

test('what an app cannot start without comes from the chart: as a value, derived, or from the Secret', () => {
  const derived = [...read('infra/helm/hansard/templates/_settings.tpl').matchAll(/"([A-Z][A-Z_]+)" [$("\d]/g)].map(([, name]) => name)
  const all = new Set(Object.values(settingNames()).flatMap(({ required, optional }) => [...required, ...optional]))
  for (const name of derived) expect(all).toContain(name)
  for (const [app, { required, requiredSecrets }] of Object.entries(settingNames())) {
    for (const name of required) expect(derived, `${app} needs ${name}`).toContain(name)
    expect(['DATABASE_URL', 'HANSARD_KEYS', 'REDIS_URL']).toEqual(expect.arrayContaining([...requiredSecrets]))
  }
})

test('the ports of the chart are those of the image', () => {
  const image = read('Dockerfile')
  const deployment = read('infra/helm/hansard/templates/deployments.yaml')
  expect(image).toContain('HEALTH_PORT=9090')
  expect(image).toContain('EXPOSE 8080 9090')
  for (const [name, port] of [
    ['http', 8080],
    ['metrics', 9090],
  ])
    expect(deployment).toContain(`{ name: ${name}, containerPort: ${port} }`)
})

test('consumers and the ingress are scaled on metrics that exist', () => {
  const { metrics } = (parse(read('infra/helm/hansard/values.yaml')) as { autoscaling: { metrics: Readonly<Record<string, string>> } })
    .autoscaling
  const told = read('docs/metrics.md')
  for (const name of Object.values(metrics)) expect(told).toContain(`\`${name}\``)
})

test('a pod is killed only after the load balancer forgot it and the app has had its time to finish', () => {
  const drainSeconds = Number(/stopDeadlineMs = (\d+)_000/.exec(read('packages/shared/src/runtime/app.ts'))?.[1])
  const { preStopSeconds, graceSeconds } = values.termination
  expect(graceSeconds).toBeGreaterThanOrEqual(drainSeconds + preStopSeconds + 5)
})

test('production keeps three copies, of which two must have a record', () => {
  expect(production.kafka).toMatchObject({ replicationFactor: 3, minInSyncReplicas: 2, partitions: 12 })
})

test('production takes images by digest, and who installs must say which proxies are trusted', () => {
  expect(production.image.requireDigest).toBe(true)
  for (const { apps, settings = {} } of [values, production])
    expect([...Object.keys(settings), ...Object.keys(apps['ingress']?.settings ?? {})]).not.toContain('TRUSTED_PROXIES')
})

test('in production each app, and the provisioning, has a Secret and a Kafka user of its own, and only that', () => {
  const own: Readonly<Record<string, Own>> = { ...production.apps, provision: production.provision }
  expect(production.kafka.kafkaUser).toBeUndefined()
  for (const [app, { kafkaUser, secretName }] of Object.entries(own))
    expect({ kafkaUser, secretName }).toEqual({ kafkaUser: `hansard-${app}`, secretName: `hansard-${app}-secrets` })
})

test('the registry’s apps read only: provisioning has another name there', () => {
  const [reader, writer] = [production.settings, production.provision.settings].map((settings) => settings?.['SCHEMA_REGISTRY_USERNAME'])
  expect(reader).toBeTypeOf('string')
  expect(writer).toBeTypeOf('string')
  expect(writer).not.toBe(reader)
})

test.each(['169.254.169.254', '100.100.100.200', '168.63.129.16', 'fe80::a9fe:a9fe', 'fd00:ec2::254'])(
  'nobody may be sent to %s, where a cloud tells its credentials: neither by the apps nor by the cluster',
  (address) => {
    expect(addressKind(address)).toBe('forbidden')
    const excepted = new BlockList()
    for (const { ipBlock } of values.networkPolicy.anywhere)
      for (const block of ipBlock.except) {
        const [network = '', prefix] = block.split('/')
        excepted.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4')
      }
    expect(excepted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')).toBe(true)
  },
)
