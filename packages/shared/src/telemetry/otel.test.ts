import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { KafkaRecord } from '../kafka/port.ts'
import { createOtelTracing } from './otel.ts'
import { isTraceparent } from './traceparent.ts'
import { isSampled } from './tracing.ts'

interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly status: { readonly code?: number; readonly message?: string }
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[] }[]
}

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

const receiver = async () => {
  const spans: ReceivedSpan[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Export
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
  })
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const record = (traceparent: string, offset = 7n): KafkaRecord => ({
  topic: 'webhooks.raw.v1',
  partition: 1,
  offset,
  key: null,
  value: null,
  headers: { traceparent, 'webhook-event-id': 'w-1' },
  timestamp: 0,
})
const ended = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'

describe('traces through OpenTelemetry', () => {
  test('a delivery is one trace: the request, and each stage’s handling as its child, linked with the batch', async () => {
    const { spans, endpoint } = await receiver()
    const tracing = createOtelTracing({ service: 'test', endpoint, ratio: 1 })
    const request = tracing.startRequest('POST', undefined)
    expect(isTraceparent(request.traceparent)).toBe(true)
    tracing.sent('send raw', [record(request.traceparent), record(`${ended}-00`)], 0.01, true)
    const batch = tracing.startBatch('process', [record(request.traceparent), record(`${ended}-00`, 8n)])
    expect(batch?.startRecord(record(`${ended}-00`, 8n), 1)).toBeUndefined()
    batch?.startRecord(record(request.traceparent), 2)?.end({ outcome: 'retrying' }, 'zoom answered 503')
    batch?.end({})
    request.end({ status: 'accepted' })
    await tracing.close()

    const root = spans.find(({ name }) => name === 'POST')
    const child = spans.find(({ parentSpanId }) => parentSpanId === root?.spanId)
    const [traceId, spanId] = [request.traceparent.slice(3, 35), request.traceparent.slice(36, 52)]
    expect(root).toMatchObject({ traceId, spanId })
    expect(child).toMatchObject({ traceId, name: 'process', status: { code: 2, message: 'zoom answered 503' } })
    const batchSpan = spans.find((span) => span.spanId === child?.links?.[0]?.spanId)
    expect(batchSpan?.links).toMatchObject([{ traceId, spanId }])
    expect(batchSpan?.traceId).not.toBe(traceId)
    expect(spans.find(({ name }) => name === 'send raw')?.links).toMatchObject([{ traceId, spanId }])
    expect(spans).toHaveLength(4)
  })

  test('whoever sends a webhook gives a trace its id, but does not decide that it is recorded', async () => {
    const { spans, endpoint } = await receiver()
    const none = createOtelTracing({ service: 'test', endpoint, ratio: 0 })
    const unrecorded = none.startRequest('POST', `${ended}-01`)
    expect(unrecorded.traceparent).toBe(`${ended}-00`)
    unrecorded.end({})
    expect(none.startBatch('process', [record(unrecorded.traceparent)])).toBeUndefined()
    await none.close()
    expect(spans).toEqual([])

    const all = createOtelTracing({ service: 'test', endpoint, ratio: 1 })
    const recorded = all.startRequest('POST', `${ended}-00`)
    recorded.end({})
    await all.close()
    expect(isSampled(recorded.traceparent)).toBe(true)
    expect(spans).toMatchObject([{ traceId: ended.slice(3, 35), parentSpanId: ended.slice(36, 52) }])
  })

  test('the share that is recorded is the share that was asked for', async () => {
    const { endpoint } = await receiver()
    const tracing = createOtelTracing({ service: 'test', endpoint, ratio: 0.01 })
    const sampled = Array.from({ length: 20_000 }, () => tracing.startRequest('POST', undefined).traceparent).filter(isSampled).length
    await tracing.close()
    // 200 expected; six standard deviations.
    expect(Math.abs(sampled - 200)).toBeLessThan(85)
  })
})
