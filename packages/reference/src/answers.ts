/** The bodies of answers, as JSON Schema. */
export const schemas = {
  Taken: {
    description: 'The delivery is durable.',
    type: 'object',
    required: ['status', 'webhook_event_id'],
    properties: {
      status: { enum: ['accepted', 'duplicate'], description: '`duplicate`: it was received before; a hint, the deduper decides.' },
      webhook_event_id: { type: 'string', format: 'uuid', description: 'What `hansard where` takes.' },
      meeting_id: { type: ['string', 'number'], description: 'Zoom: the meeting.' },
      transcript_id: { type: 'string', description: 'Fireflies: the transcript.' },
      speech_id: { type: 'string', description: 'Otter: the conversation.' },
    },
    additionalProperties: false,
  },
  Ignored: {
    description: 'The delivery is authentic and durable, and not for Hansard.',
    type: 'object',
    required: ['status', 'reason'],
    properties: { status: { const: 'ignored' }, reason: { type: 'string' } },
    additionalProperties: false,
  },
  Challenge: {
    description: 'The answer to Zoom’s `endpoint.url_validation`.',
    type: 'object',
    required: ['plainToken', 'encryptedToken'],
    properties: { plainToken: { type: 'string' }, encryptedToken: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    additionalProperties: false,
  },
  Problem: {
    description: 'RFC 9457.',
    type: 'object',
    required: ['title', 'status', 'detail'],
    properties: {
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What to fix.' },
    },
    additionalProperties: false,
  },
  EndpointUrl: {
    type: 'object',
    required: ['url', 'urls', 'integration_url', 'supported_events', 'signature_headers'],
    properties: {
      url: { type: 'string' },
      urls: { type: 'array', items: { type: 'string' } },
      integration_url: { type: 'string' },
      supported_events: { type: 'array', items: { type: 'string' } },
      signature_headers: { type: 'array', items: { type: 'string' } },
    },
    additionalProperties: false,
  },
}

const problem = (description: string, headers: Readonly<Record<string, string>> = {}): object => ({
  description,
  ...(Object.keys(headers).length > 0 && {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, meaning]) => [name, { description: meaning, schema: { type: 'string' } }]),
    ),
  }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** Refused before the request is one: by the HTTP parser, which says no more. */
const bare = (description: string): object => ({ description: `${description} Without a body.` })

const ref = (name: keyof typeof schemas): object => ({ $ref: `#/components/schemas/${name}` })
const seconds = 'Seconds to wait before sending it again.'

/** What a sender may be told, by the names the paths refer to. */
export const answers = {
  taken: {
    description: 'Stored on all in-sync replicas, or a handshake answered.',
    content: { 'application/json': { schema: { oneOf: [ref('Taken'), ref('Ignored'), ref('Challenge')] } } },
  },
  problem400: problem('The signature’s header is missing, the body is not JSON, or a required field is missing.'),
  problem401: problem('The signature does not match, its time is more than five minutes away, or the operator’s token is wrong.'),
  problem403: problem('The sender’s address, or this address, is not allowed.'),
  problem404: problem('No integration has this URL.'),
  problem405: problem('Another method is needed.', { Allow: 'The methods that are.' }),
  problem408: bare('The request did not arrive in time.'),
  problem413: problem('The body is larger than 1 MiB.'),
  problem415: problem('The body is encoded: send it as it is.'),
  problem417: bare('`Expect` asks for something else than `100-continue`.'),
  problem429: problem('Too many deliveries of this workspace, or too many failures from this address.', { 'Retry-After': seconds }),
  problem431: bare('The headers are too large.'),
  problem503: problem('The delivery could not be made durable: send it again.', { 'Retry-After': seconds }),
}
