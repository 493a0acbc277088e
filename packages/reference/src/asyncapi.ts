import { readFileSync } from 'node:fs'
import type { AvroContract } from '@hansard/shared/contracts/contract'
import { retention } from '@hansard/shared/topics'
import { topicNotes, type TopicNotes } from './topics.ts'

const contracts = new URL('../../shared/contracts/', import.meta.url)

/** The topics as an AsyncAPI 3.0 document (https://www.asyncapi.com/docs/reference/specification/v3.0.0), from the contracts and their examples. */
export const asyncApi = (): Readonly<Record<string, unknown>> => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Hansard topics',
    version: '1.0.0',
    description: [
      'What Hansard writes to Kafka. Values are Avro in Confluent’s wire format (a zero byte, the schema’s id in four bytes, the record); the schemas are in the registry under `<topic>-value` with compatibility FULL_TRANSITIVE.',
      'Read with `isolation.level=read_committed`: each record is then there exactly once. Values are compressed with zstd.',
      'Every stage also owns `<stage>.retry.<n>s` and `<stage>.dlq`, which hold its input records as they were; they are not for subscribers.',
    ].join('\n\n'),
    license: { name: 'Apache-2.0' },
    tags: Object.entries(audiences).map(([name, description]) => ({ name, description })),
  },
  defaultContentType: 'application/vnd.confluent.avro',
  servers: {
    kafka: {
      host: '{brokers}',
      protocol: 'kafka',
      description: 'The addresses that whoever runs Hansard hands out.',
      variables: { brokers: { default: '127.0.0.1:9092', description: 'KAFKA_BROKERS, as `npm start` shows it' } },
      bindings: { kafka: { schemaRegistryUrl: 'http://127.0.0.1:8081', schemaRegistryVendor: 'confluent', bindingVersion: '0.5.0' } },
    },
  },
  channels: Object.fromEntries(topicNotes.map((notes) => [idOf(notes), channel(notes)])),
  operations: Object.fromEntries(topicNotes.map((notes) => [`${notes.action}${capital(idOf(notes))}`, operation(notes)])),
  components: { messages: Object.fromEntries(topicNotes.map((notes) => [messageName(notes), message(notes)])) },
})

const audiences: Readonly<Record<TopicNotes['audience'], string>> = {
  subscribers: 'For other teams: changes are compatible, also between versions.',
  operators: 'For those who run Hansard.',
  internal: 'Between the apps: may change with them.',
}

/** `transcripts.merged.v1` → `transcriptsMergedV1` */
const idOf = ({ topic }: TopicNotes): string => topic.name.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase())
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const messageName = (notes: TopicNotes): string => capital(idOf(notes))

const channel = (notes: TopicNotes): object => ({
  address: notes.topic.name,
  title: notes.title,
  description: notes.description,
  tags: [{ name: notes.audience }],
  messages: { [messageName(notes)]: { $ref: `#/components/messages/${messageName(notes)}` } },
  bindings: {
    kafka: {
      topic: notes.topic.name,
      topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': retention[notes.topic.name] },
      bindingVersion: '0.5.0',
    },
  },
})

const operation = (notes: TopicNotes): object => ({
  action: notes.action,
  channel: { $ref: `#/channels/${idOf(notes)}` },
  summary: notes.title,
  tags: [{ name: notes.audience }],
})

const message = (notes: TopicNotes): object => {
  const { contract } = notes.topic
  return {
    name: contract.kind === 'avro' ? contract.name : 'RawWebhook',
    title: notes.title,
    ...(contract.kind === 'avro' ? avroPayload(contract) : rawPayload),
    headers: contract.kind === 'avro' ? travellingHeaders : rawHeaders,
    bindings: {
      kafka: {
        key: { type: 'string', description: notes.key },
        ...(contract.kind === 'avro' && { schemaIdLocation: 'payload', schemaIdPayloadEncoding: 'confluent' }),
        bindingVersion: '0.5.0',
      },
    },
  }
}

const avroPayload = (contract: AvroContract): object => {
  const file = contract.name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase()
  return {
    payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema: JSON.parse(contract.schema) as unknown },
    examples: [{ name: file, payload: JSON.parse(readFileSync(new URL(`examples/${file}.json`, contracts), 'utf8')) as unknown }],
  }
}

const rawPayload = { contentType: 'application/json', payload: { type: 'string', description: 'The request’s body, its exact bytes.' } }

const headerSchemas = {
  'webhook-event-id': { type: 'string', format: 'uuid', description: 'The delivery that led to this record; what `hansard where` takes.' },
  'received-at': { type: 'string', pattern: '^\\d+$', description: 'When the ingress received that delivery: epoch milliseconds.' },
  traceparent: { type: 'string', description: 'W3C trace context: one trace from the webhook to the merged meeting.' },
  platform: { type: 'string', description: 'The platform that sent the delivery.' },
}

const travellingHeaders = { type: 'object', properties: headerSchemas }

const rawHeaders = {
  type: 'object',
  properties: {
    ...headerSchemas,
    integration: { type: 'string', format: 'uuid', description: 'Set when it came to the URL of this integration.' },
    'remote-address': { type: 'string', description: 'Who sent it.' },
  },
}
