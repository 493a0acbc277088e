import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Message } from 'kafkajs'
import { bareKafka, createPartitioner, ZSTD } from '../kafka.ts'
import { floorTopics } from '../topics.ts'

// The least that answers 200 only when the record is stored: node:http and kafkajs, sends grouped as the ingress groups them (5 ms or 500
// records), the same headers on the record. No signature, no limits, no metrics, no log, no deadline, no answer but 200.
const groupMs = 5
const groupRecords = 500

const producer = bareKafka(process.env['KAFKA_BROKERS'] ?? '', 'bench-floor').producer({ createPartitioner })
let waiting: { readonly message: Message; readonly response: ServerResponse; readonly id: string }[] = []
let timer: NodeJS.Timeout | undefined

const flush = async () => {
  clearTimeout(timer)
  timer = undefined
  const group = waiting
  waiting = []
  await producer.send({ topic: floorTopics.ingest, acks: -1, compression: ZSTD, messages: group.map(({ message }) => message) })
  for (const { response, id } of group)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'accepted', webhook_event_id: id }))
}

const store = (body: Buffer, request: IncomingMessage, response: ServerResponse) => {
  const id = randomUUID()
  const headers = {
    'webhook-event-id': id,
    'received-at': String(Date.now()),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    platform: 'otter',
    integration: id,
    'remote-address': request.socket.remoteAddress ?? '',
    'http-x-otter-signature': String(request.headers['x-otter-signature'] ?? ''),
  }
  waiting.push({ message: { key: `otter:${id}`, value: body, headers }, response, id })
  if (waiting.length >= groupRecords) void flush()
  else timer ??= setTimeout(() => void flush(), groupMs)
}

await producer.connect()
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => store(Buffer.concat(chunks), request, response))
})
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  console.log(JSON.stringify({ msg: 'listening', address }))
  console.log(JSON.stringify({ msg: 'ready', address }))
})
const stop = async () => {
  server.close()
  server.closeAllConnections()
  await producer.disconnect()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
