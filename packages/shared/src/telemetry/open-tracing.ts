import { z } from 'zod'
import type { Tracing } from './tracing.ts'

/** OpenTelemetry's own names. Without an endpoint nothing is traced, and the SDK is not even loaded. */
export const tracingConfig = {
  /** Base of an OTLP/HTTP receiver, e.g. http://127.0.0.1:4318; headers for it in OTEL_EXPORTER_OTLP_HEADERS */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** The share of deliveries whose trace is recorded, decided where they arrive: 0 to 1 */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.01),
}

/** Tracing as configured; undefined: off. */
export const openTracing = async (app: string, config: z.infer<z.ZodObject<typeof tracingConfig>>): Promise<Tracing | undefined> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = config
  if (endpoint === undefined) return undefined
  const { createOtelTracing } = await import('./otel.ts')
  return createOtelTracing({ service: `hansard-${app}`, endpoint, ratio })
}
