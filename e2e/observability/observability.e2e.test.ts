import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import { waitUntil } from '@hansard/stack/wait-until'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appNames } from '../app-process.ts'
import { startPipeline, type Pipeline } from '../pipeline.ts'
import { documentedMetrics, exposedMetrics } from './documented-metrics.ts'
import { startPrometheus, type PrometheusServer } from './prometheus-server.ts'
import { startTraceReceiver, type ReceivedSpan, type TraceReceiver } from './trace-receiver.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const patience = { timeout: 110_000, interval: 200 }

let traces: TraceReceiver
let hansard: Pipeline
let prometheus: PrometheusServer
const ids: Record<string, string> = {}

const until = async (condition: () => boolean | Promise<boolean>, otherwise: string) => {
  if (!(await waitUntil(condition, patience.timeout, patience.interval))) throw new Error(otherwise)
}

/** A real run, small but with something of everything: merged, retried, given up, forged. */
beforeAll(async () => {
  traces = await startTraceReceiver()
  hansard = await startPipeline('e2e-observability', '0.2,0.4', {
    OTEL_EXPORTER_OTLP_ENDPOINT: traces.endpoint,
    OTEL_TRACES_SAMPLER_ARG: '1',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    METRICS_SECONDS: '1',
    ALERT_WEBHOOK_URL: `${traces.endpoint}/alerts`,
    OUTGOING_PLAIN_HTTP_HOSTS: new URL(traces.endpoint).host,
    OUTGOING_PRIVATE_HOSTS: new URL(traces.endpoint).host,
  })
  prometheus = await startPrometheus(join(hansard.stateDir, 'prometheus'), {
    targets: appNames.map((name) => new URL(hansard.app(name).health).host),
    ruleFiles: [join(repository, 'infra/observability/prometheus/alerts.yaml')],
    env: process.env,
    ledger: hansard.stack.ledger,
  })
  const tenant = await hansard.addTenant()
  const occasion = { at: Date.now(), simulator: hansard.simulator.address }
  const [merged, refused] = [inventMeeting('observed'), inventMeeting('refused')]
  for (const meeting of [merged, refused]) hansard.simulator.addMeeting(meeting)
  hansard.simulator.addFault({ endpoint: 'zoom.recordings', kind: 'unavailable', times: 2 })
  hansard.simulator.addFault({ endpoint: 'zoom.download', kind: 'unavailable', times: 1 })
  const post = async (name: string, webhook: Parameters<Pipeline['post']>[1]) => {
    const { body } = await hansard.post(tenant, webhook)
    ids[name] = (JSON.parse(body) as { webhook_event_id: string }).webhook_event_id
  }
  await post('zoom', zoomTranscriptCompleted(merged, occasion))
  await post('fireflies', firefliesV2(merged, occasion))
  await post('otter', otterWorkspace(merged, occasion))
  const ended = async (name: string, status: string) => {
    const isTold = () => hansard.journal.values.some((entry) => entry.webhookEventId === ids[name] && entry.status === status)
    await until(isTold, `${name} is not ${status}`)
  }
  for (const name of ['zoom', 'fireflies', 'otter']) await ended(name, 'processed')
  hansard.simulator.addFault({ endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'forbidden' })
  await post('refused', firefliesV2(refused, occasion))
  await ended('refused', 'failed')
  const forged = { ...tenant, secrets: { ...tenant.secrets, zoom: 'somebody else’s' } }
  await hansard.post(forged, zoomTranscriptCompleted(merged, occasion))
  // Until Prometheus has seen all of it twice, so that there are rates.
  const seen =
    'min(count_over_time(up{job="hansard"}[1m])) >= 10 and sum(hansard_deliveries_ended_total) >= 4 and sum(webhook_queue_size) == 0'
  await until(async () => (await prometheus.query(seen)).length === 1, 'Prometheus has not seen all of it')
}, 400_000)
afterAll(async () => {
  await prometheus?.stop()
  await hansard?.stop()
  traces?.stop()
})

describe('docs/metrics.md', () => {
  const own = ({ name }: { readonly name: string }) => !/^(process|nodejs)_/.test(name)
  const read = async () => {
    const pages = await Promise.all(appNames.map(async (name) => (await fetch(`${hansard.app(name).health}/metrics`)).text()))
    const documented = documentedMetrics(await readFile(join(repository, 'docs/metrics.md'), 'utf8'))
    return { documented, exposed: pages.flatMap((page) => exposedMetrics(page)).filter(own) }
  }

  test('has every metric that a process exposes, with its type and its labels', async () => {
    const { documented, exposed } = await read()
    const wrong = exposed.flatMap(({ name, type, labels }) => {
      const entry = documented.find((each) => each.name === name)
      const text = `| \`${name}\` | ${type} | <unit> | ${[...labels].map((label) => `\`${label}\``).join(', ') || '–'} | <meaning> |`
      if (entry === undefined) return [`add to docs/metrics.md: ${text}`]
      const told = new Set(entry.labels)
      const fits = entry.type === type && [...labels].every((label) => told.has(label)) && (labels.size === 0 || labels.size === told.size)
      return fits ? [] : [`correct in docs/metrics.md: ${text}`]
    })
    expect([...new Set(wrong)]).toEqual([])
  })

  test('has none that no process exposes', async () => {
    const { documented, exposed } = await read()
    const names = new Set(exposed.map(({ name }) => name))
    expect(documented.flatMap(({ name }) => (names.has(name) ? [] : [`remove from docs/metrics.md, or expose: ${name}`]))).toEqual([])
  })
})

describe('the dashboards', () => {
  interface Dashboard {
    readonly uid: string
    readonly title: string
    readonly panels: readonly { readonly title: string; readonly type: string; readonly targets?: readonly { readonly expr: string }[] }[]
  }
  const folder = join(repository, 'infra/observability/grafana/dashboards')
  const dashboards = async (): Promise<readonly Dashboard[]> =>
    Promise.all((await readdir(folder)).map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Dashboard))

  test('hold the specification’s panels and an overview for each audience', async () => {
    const all = await dashboards()
    expect(all.map(({ uid }) => uid).toSorted()).toEqual(['hansard-operator', 'hansard-service', 'hansard-webhooks'])
    expect(all.find(({ uid }) => uid === 'hansard-webhooks')?.panels.map(({ title }) => title)).toEqual([
      'Webhook Request Rate',
      'Processing Duration (P95)',
      'Failure Rate',
      'Queue Size',
    ])
  })

  test('ask nothing that Prometheus has no answer to', async () => {
    const queries = (await dashboards()).flatMap(({ title, panels }) =>
      panels.flatMap((panel) => (panel.targets ?? []).map(({ expr }) => ({ where: `${title}: ${panel.title}`, expr }))),
    )
    expect(queries.length).toBeGreaterThan(40)
    const unanswered = await Promise.all(
      queries.map(async ({ where, expr }) => {
        // What Grafana makes of it at this interval of scraping.
        const asked = expr.replaceAll('$__rate_interval', '1m')
        return (await prometheus.query(asked)).length === 0 ? [`${where}: ${asked}`] : []
      }),
    )
    expect(unanswered.flat()).toEqual([])
  })
})

describe('the alerts', () => {
  test('are loaded and say of this run what is true of it: one delivery was given up, and nothing else is wrong', async () => {
    const firing = await prometheus.query('ALERTS{alertstate="firing"}')
    expect(firing.map(({ metric }) => metric['alertname'])).toEqual(['HansardDeadLetters'])
  })
})

/** Everything that belongs to the trace of a delivery. */
const tracesOf = (name: string): readonly ReceivedSpan[] => {
  const first = traces.spans.find(
    ({ attributes, service }) => attributes['hansard.webhook_event_id'] === ids[name] && service === 'hansard-ingress',
  )
  return first === undefined ? [] : traces.spans.filter(({ traceId }) => traceId === first.traceId)
}

describe('traces', () => {
  const told = (spans: readonly ReceivedSpan[]) =>
    spans.map(({ service, attributes }) => `${service.slice(8)} ${attributes['hansard.outcome'] ?? attributes['hansard.status']}`)

  test('a delivery is one trace from the POST to the merged transcript, its retries included', async () => {
    const expected = [
      'ingress accepted',
      'verifier verified',
      'deduper processing',
      'transcript-processor retrying',
      'transcript-processor processing',
      'merger processed',
    ]
    await expect.poll(() => [...new Set(told(tracesOf('zoom')))], patience).toEqual(expect.arrayContaining(expected))
    const spans = tracesOf('zoom')
    const root = spans.find(({ service }) => service === 'hansard-ingress')
    for (const span of spans.filter((each) => each !== root)) expect(span.parentSpanId).toBe(root?.spanId)
    const attempts = spans
      .filter(({ service }) => service === 'hansard-transcript-processor')
      .map(({ attributes }) => attributes['hansard.attempt'])
    expect(attempts.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(attempts.map((_, index) => String(index + 1)))
  })

  test('a batch and a transaction are linked with the traces of their records', async () => {
    const linked = () => traces.spans.filter(({ links }) => links.some(({ traceId }) => traceId === tracesOf('otter')[0]?.traceId))
    await expect
      .poll(() => [...new Set(linked().map(({ name }) => name))].toSorted(), patience)
      .toEqual(
        expect.arrayContaining([
          'deduper',
          'deduper publish',
          'ingress publish',
          'merger',
          'merger publish',
          'verifier',
          'verifier publish',
        ]),
      )
  })
})

describe('the logs', () => {
  interface Line {
    readonly webhookEventId?: string
    readonly traceId?: string
    readonly level: string
    readonly msg: string
    readonly outcome?: string
    readonly status?: string
  }
  const linesOf = async (app: string): Promise<readonly Line[]> => {
    const text = await readFile(join(hansard.stateDir, 'logs', `${app}.log`), 'utf8')
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
  }

  test('hold one line for each outcome, as JSON, with the webhook event’s id, its trace and a level that fits', async () => {
    const traceId = traces.spans.find(({ attributes }) => attributes['hansard.webhook_event_id'] === ids['refused'])?.traceId
    const lines = await Promise.all(appNames.map(linesOf))
    const told = lines.flat().filter(({ webhookEventId, msg }) => webhookEventId === ids['refused'] && /^(delivery|handled)$/.test(msg))
    expect(told.map(({ level, outcome, status }) => `${level} ${outcome ?? status}`)).toEqual([
      'info accepted',
      'info verified',
      'info processing',
      'error failed',
    ])
    expect(new Set(told.map((line) => line.traceId))).toEqual(new Set([traceId]))
  })
})

test('what is given back after it was given up goes on in the same trace', async () => {
  hansard.simulator.clearFaults()
  const cli = join(repository, 'apps/cli/src/main.ts')
  const asked = ['dlq', 'redrive', '--id', ids['refused'] ?? '', '--reason', 'allowed again']
  await promisify(execFile)(process.execPath, [cli, ...asked], { env: { ...hansard.env, USER: 'jo' } })
  const again = () =>
    tracesOf('refused')
      .filter(({ attributes }) => attributes['hansard.redriven'] !== '0' && attributes['hansard.attempt'] === '1')
      .map(({ service, attributes }) => `${service} ${attributes['hansard.outcome']}`)
  await expect.poll(again, patience).toEqual(expect.arrayContaining(['hansard-transcript-processor processing']))
  await expect.poll(() => tracesOf('refused').map(({ service }) => service), patience).toContain('hansard-merger')
})
