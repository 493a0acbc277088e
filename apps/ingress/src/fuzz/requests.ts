import { hmacHex } from '@hansard/platforms/hmac'
import { spoiltBody } from './bodies.ts'
import type { Random } from './random.ts'

/** A delivery as a platform would send it. */
export interface HonestDelivery {
  readonly path: string
  readonly body: string
  /** The signature headers over these bytes, as lines. */
  sign(body: Buffer): readonly string[]
}

/** One request as bytes on a connection, and whether the sender hangs up before it is whole. */
export interface FuzzRequest {
  readonly bytes: Buffer
  readonly hangsUp: boolean
}

/** A request that is spoilt somewhere: body, signature, headers, framing, method, path, or length. */
export const fuzzRequest = (random: Random, honest: HonestDelivery): FuzzRequest => {
  const body = spoiltBody(random, honest.body)
  // Half of them pass authentication, so that what reads bodies is tried as well.
  const signed = random.of([true, false]) ? honest.sign(body) : spoiltSignature(random, honest.sign(body))
  const framed = random.below(12) === 0 ? oddChunks(random, body) : { headers: [`Content-Length: ${body.length}`], body }
  const odd = random.below(4) === 0 ? [random.of(oddHeaders)(random)] : []
  const line = random.below(8) === 0 ? oddLine(random, honest.path) : `POST ${honest.path} HTTP/1.1`
  const head = [line, 'Host: fuzz', 'Connection: close', ...signed, ...odd, ...framed.headers, '', ''].join('\r\n')
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), framed.body])
  const hangsUp = random.below(25) === 0
  return { bytes: hangsUp ? bytes.subarray(0, random.below(bytes.length)) : bytes, hangsUp }
}

const spoiltSignature = (random: Random, lines: readonly string[]): readonly string[] => {
  const spoil = random.of<(line: string) => readonly string[]>([
    () => [],
    (line) => [line, line],
    (line) => [line.slice(0, -random.below(40) - 1)],
    (line) => [
      `${line.split(':')[0]}: ${random
        .bytes(32)
        .toString('latin1')
        .replaceAll(/[\r\n\0]/g, '.')}`,
    ],
    (line) => [`${line.split(':')[0]}: ${'f'.repeat(random.of([0, 63, 64, 65, 8_000]))}`],
    (line) => [line.toUpperCase()],
    (line) => [`${line.split(':')[0]}: v0=${hmacHex('guess', String(random.below(9)))}`],
    (line) => [
      `${line.split(':')[0]}: ${random.of(['0', '-1', 'NaN', '1e99', '99999999999999', '٣٤٥'].map((text) => Buffer.from(text).toString('latin1')) as [string, ...string[]])}`,
    ],
  ])
  const at = random.below(Math.max(1, lines.length))
  return lines.flatMap((line, index) => (index === at ? spoil(line) : [line]))
}

const oddHeaders: readonly [(random: Random) => string, ...((random: Random) => string)[]] = [
  () => 'Content-Encoding: gzip',
  () => 'Content-Encoding: identity',
  () => 'Content-Type: text/plain; charset=utf-16',
  () => 'Content-Type: multipart/form-data; boundary=x',
  () => 'Expect: 100-continue',
  () => 'Expect: something else',
  () => 'Upgrade: websocket',
  () => 'Transfer-Encoding: gzip',
  () => 'Content-Length: 7',
  () => '__proto__: polluted',
  () => 'X-Forwarded-For: 1.2.3.4, ::1, junk',
  () => 'traceparent: 00-zz',
  () => 'Host: other',
  (random) => `X-Long: ${'a'.repeat(random.of([1_000, 20_000]))}`,
  (random) => `X-Bytes: ${random.bytes(30).toString('latin1')}`,
  (random) => Array.from({ length: random.of([50, 2_500]) }, (_, index) => `X-${index}: 1`).join('\r\n'),
]

const oddLine = (random: Random, path: string): string => {
  const method = random.of([
    'GET',
    'PUT',
    'DELETE',
    'HEAD',
    'OPTIONS',
    'PATCH',
    'TRACE',
    'PROPFIND',
    'M-SEARCH',
    'POST',
    'post',
    'FOO',
    'CONNECT',
    '',
  ])
  const target = random.of([
    path,
    `${path}/`,
    `${path}?a=1&a=2&__proto__[x]=1`,
    `${path}#x`,
    path.toUpperCase(),
    path.replace('/webhooks', '//webhooks'),
    `/./x/..${path}`,
    `/..${path}`,
    path.replaceAll('/', '%2f'),
    `${path}%00`,
    `${path}%`,
    `${path}/%E0%A4%A`,
    '*',
    '/',
    '',
    'http://elsewhere/',
    `http://elsewhere${path}`,
    `${path}${'x'.repeat(10_000)}`,
    `${path}\t`,
    `/webhooks/${'../'.repeat(50)}etc/passwd`,
    '/webhooks/zoom/endpoint-url',
    '/metrics',
    '/readyz',
    '/healthz',
    '/webhooks/__proto__/constructor',
  ])
  return `${method} ${target} ${random.of(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'ICAP/1.0', ''])}`
}

const oddChunks = (random: Random, body: Buffer): { readonly headers: readonly string[]; readonly body: Buffer } => {
  const size = body.length.toString(16)
  const chunk = (length: string) => Buffer.concat([Buffer.from(`${length}\r\n`), body, Buffer.from('\r\n')])
  const end = Buffer.from('0\r\n\r\n')
  const framed = random.of([
    Buffer.concat([chunk(size), end]),
    Buffer.concat([chunk(`${size};name=${'v'.repeat(random.of([1, 20_000]))}`), end]),
    Buffer.concat([chunk((body.length + 1).toString(16)), end]),
    Buffer.concat([chunk(`-${size}`), end]),
    Buffer.concat([chunk('ffffffffffffffffff'), end]),
    Buffer.concat([chunk(size), Buffer.from('0\r\nX-Trailer: 1\r\n\r\n')]),
    end,
  ])
  return { headers: ['Transfer-Encoding: chunked'], body: framed }
}
