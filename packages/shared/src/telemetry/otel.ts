import { hostname } from 'node:os'
import { type Link, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span, type SpanContext, type SpanOptions } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { OutgoingRecord } from '../kafka/port.ts'
import { header } from '../stage/headers.ts'
import { isTraceparent, newTraceparent } from './traceparent.ts'
import { isSampled, type Attributes, type OpenSpan, type Tracing } from './tracing.ts'

/** Links of one span at most: a batch may hold hundreds of records. */
const maxLinks = 128

/**
 * Traces through OpenTelemetry's SDK, sent as OTLP over HTTP in the background: what the receiver does not take in time is dropped, no
 * delivery ever waits for it. `ratio`: the share of traces that are recorded, by trace id, so that all processes would decide alike.
 * Loaded only where an endpoint is configured.
 */
export const createOtelTracing = (options: { readonly service: string; readonly endpoint: string; readonly ratio: number }): Tracing => {
  const exporter = new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.service,
      'service.namespace': 'hansard',
      'service.instance.id': `${hostname()}-${process.pid}`,
    }),
    // A span is made only where its trace is recorded.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('hansard')

  const start = (name: string, parent: SpanContext | undefined, span: SpanOptions) =>
    tracer.startSpan(name, span, parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent))

  return {
    startRequest(name, given) {
      const traceparent = isTraceparent(given) ? given : newTraceparent()
      if (!isWithin(options.ratio, traceparent)) return { traceparent: `${traceparent.slice(0, 53)}00`, end: () => undefined }
      const span = start(name, isTraceparent(given) ? contextOf(given) : undefined, { kind: SpanKind.SERVER })
      return { ...openSpan(span), traceparent: traceparentOf(span.spanContext()) }
    },
    startBatch(name, records) {
      const links = linksTo(records)
      if (links.length === 0) return undefined
      const [first] = records
      const batch = start(name, undefined, {
        kind: SpanKind.CONSUMER,
        links,
        attributes: {
          'messaging.system': 'kafka',
          'messaging.destination.name': first?.topic ?? '',
          'messaging.destination.partition.id': String(first?.partition ?? ''),
          'messaging.batch.message_count': records.length,
        },
      })
      return {
        ...openSpan(batch),
        startRecord({ topic, partition, offset, headers }, attempt) {
          const traceparent = headers[header.traceparent]
          if (!isSampled(traceparent)) return undefined
          const record = start(name, contextOf(traceparent), {
            kind: SpanKind.CONSUMER,
            links: [{ context: batch.spanContext() }],
            attributes: {
              'messaging.destination.name': topic,
              'messaging.destination.partition.id': String(partition),
              'messaging.kafka.offset': Number(offset),
              'hansard.webhook_event_id': headers[header.webhookEventId] ?? '',
              'hansard.attempt': attempt,
              'hansard.redriven': Number(headers[header.redriven] ?? 0),
            },
          })
          return openSpan(record)
        },
      }
    },
    sent(name, records, seconds, succeeded) {
      const links = linksTo(records)
      if (links.length === 0) return
      const now = Date.now()
      const span = start(name, undefined, { kind: SpanKind.PRODUCER, links, startTime: now - seconds * 1_000 })
      span.setAttribute('messaging.batch.message_count', records.length)
      if (!succeeded) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(now)
    },
    close: () => provider.shutdown(),
  }
}

const openSpan = (span: Span): OpenSpan => ({
  end(attributes: Attributes, failure) {
    span.setAttributes(attributes)
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure })
    span.end()
  },
})

const contextOf = (traceparent: string): SpanContext => ({
  traceId: traceparent.slice(3, 35),
  spanId: traceparent.slice(36, 52),
  traceFlags: 1,
  isRemote: true,
})

const traceparentOf = ({ traceId, spanId }: SpanContext): string => `00-${traceId}-${spanId}-01`

const linksTo = (records: readonly Pick<OutgoingRecord, 'headers'>[]): Link[] => {
  const links = new Map<string, Link>()
  for (const { headers } of records) {
    const traceparent = headers[header.traceparent]
    if (isSampled(traceparent) && links.size < maxLinks) links.set(traceparent, { context: contextOf(traceparent) })
  }
  return [...links.values()]
}

/** The last 56 bits of a trace id are random (https://www.w3.org/TR/trace-context-2/#random-trace-id-flag); 32 of them decide. */
const isWithin = (ratio: number, traceparent: string): boolean => Number.parseInt(traceparent.slice(27, 35), 16) < ratio * 2 ** 32
