import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import type { Platform } from '@hansard/platforms/platform'
import { z } from 'zod'
import { answers, schemas } from './answers.ts'

/** The ingress as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), its routes from the platforms themselves. */
export const openApi = (): Readonly<Record<string, unknown>> => {
  const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hansard ingress',
      version: '1.0.0',
      description: [
        'Where meeting platforms send their webhooks. A 2xx means that the delivery is stored on all in-sync replicas; anything else that it is not.',
        'Errors are problem documents (RFC 9457) whose `detail` says what to fix.',
      ].join('\n\n'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      { url: '{publicUrl}', variables: { publicUrl: { default: 'http://127.0.0.1:8080', description: 'PUBLIC_URL of the ingress' } } },
    ],
    tags: [
      { name: 'webhooks', description: 'For platforms.' },
      { name: 'operators', description: 'For those who run Hansard.' },
      { name: 'probes', description: 'For Kubernetes and Prometheus.' },
    ],
    paths: { ...Object.assign({}, ...platforms.map(pathsOf)), ...probes },
    components: {
      schemas,
      responses: answers,
      securitySchemes: {
        ...Object.fromEntries(platforms.map((platform) => [platform.name, signatureScheme(platform)])),
        operatorToken: { type: 'http', scheme: 'bearer', description: 'OPERATOR_TOKEN of the ingress.' },
      },
    },
  }
}

/** Where operators and probes ask: another port than the platforms'. */
const operatorPort = [
  {
    url: 'http://{host}:{port}',
    description: 'The operator port of the process (HEALTH_HOST, HEALTH_PORT); every app has one.',
    variables: { host: { default: '127.0.0.1' }, port: { default: '9090' } },
  },
]

const pathsOf = (platform: Platform): Readonly<Record<string, object>> => {
  const base = `/webhooks/${platform.name}`
  const shared = platform.routes.map((route) => [`${base}/${route}`, { post: delivery(platform, route) }] as const)
  const own = [
    `${base}/i/{integrationKey}`,
    {
      parameters: [
        {
          name: 'integrationKey',
          in: 'path',
          required: true,
          description: 'The unguessable key of one integration, as `hansard integration add` printed it.',
          schema: { type: 'string' },
        },
      ],
      post: delivery(platform, 'integration'),
    },
  ] as const
  return Object.fromEntries([...shared, own, [`${base}/endpoint-url`, { servers: operatorPort, get: endpointUrl(platform) }]])
}

const delivery = (platform: Platform, route: string): object => ({
  operationId: `${platform.name}-${route}`,
  tags: ['webhooks'],
  summary: route === 'integration' ? 'A delivery to an integration’s own URL' : 'A delivery to the platform’s shared URL',
  description: `Events: ${platform.events.map((event) => `\`${event}\``).join(', ')}; others are answered as ignored. The body is verified byte by byte, at most 1 MiB, without content encoding.`,
  security: [{ [platform.name]: [] }, ...(route === 'integration' ? [{}] : [])],
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
  responses: Object.fromEntries([
    ['200', { $ref: `#/components/responses/taken` }],
    ...refusals(route).map((status) => [String(status), { $ref: `#/components/responses/problem${status}` }] as const),
  ]),
})

/** 404 where the address itself may be wrong. */
const refusals = (route: string): readonly number[] => [
  400,
  401,
  403,
  ...(route === 'integration' ? [404] : []),
  405,
  408,
  413,
  415,
  417,
  429,
  431,
  503,
]

const endpointUrl = ({ name }: Platform): object => ({
  operationId: `${name}-endpoint-url`,
  tags: ['operators'],
  summary: 'What to enter at the platform',
  security: [{ operatorToken: [] }],
  responses: {
    '200': {
      description: 'Addresses, events and headers; never a secret.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/EndpointUrl' } } },
    },
    ...Object.fromEntries([401, 403, 405].map((status) => [String(status), { $ref: `#/components/responses/problem${status}` }])),
  },
})

const signatureScheme = ({ name, signatureHeaders }: Platform): object => ({
  type: 'apiKey',
  in: 'header',
  name: signatureHeaders[0] ?? 'none',
  description: `HMAC-SHA256 over the body’s exact bytes with the integration’s webhook secret. Headers that ${name} may send: ${signatureHeaders.map((header) => `\`${header}\``).join(', ')}.`,
})

const operators = [{}, { operatorToken: [] }]
const probes = {
  '/healthz': {
    get: probe('healthz', 'Is the process there? On the operator port: has it moved lately?', 'Alive.', {
      '503': 'It has not: restart it.',
    }),
  },
  '/readyz': {
    servers: operatorPort,
    get: {
      ...probe('readyz', 'Can it take deliveries?', 'Ready.', { '503': 'It cannot. To operators the body names what is missing.' }),
      security: operators,
    },
  },
  '/metrics': {
    servers: operatorPort,
    get: {
      operationId: 'metrics',
      tags: ['probes'],
      summary: 'Metrics in Prometheus’ text format: for operators, for everybody on a loopback address or with METRICS_FOR=anybody',
      security: operators,
      responses: {
        '200': { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...Object.fromEntries([401, 403].map((status) => [String(status), { $ref: `#/components/responses/problem${status}` }])),
      },
    },
  },
}

function probe(operationId: string, summary: string, ok: string, others: Readonly<Record<string, string>>): object {
  return {
    operationId,
    tags: ['probes'],
    summary,
    responses: {
      '200': { description: ok },
      ...Object.fromEntries(Object.entries(others).map(([status, description]) => [status, { description }])),
    },
  }
}
