import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'

/** The largest body that is taken: Zoom's are about 3 kB, Otter's carry a whole transcript. */
export const maxBodyBytes = 1_048_576

export type Body = { readonly body: Buffer } | { readonly refused: Answer }

/**
 * The exact bytes of a request, or why they are not taken. A signature covers the bytes as sent, so nothing is ever decoded. What is too
 * long is read to its end but not kept: a sender that is still sending would not see the answer.
 */
export const readBody = (request: IncomingMessage): Promise<Body> => {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') return Promise.resolve({ refused: encoded })
  // The sender went while its integration was looked for: nothing more will be told of the request.
  if (request.destroyed) return Promise.resolve({ refused: unreadable })
  const { promise, resolve } = Promise.withResolvers<Body>()
  let chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
    else chunks = []
  })
  request.once('end', () => {
    const [only, ...others] = chunks
    if (size > maxBodyBytes) resolve({ refused: tooLarge })
    else resolve({ body: only !== undefined && others.length === 0 ? only : Buffer.concat(chunks, size) })
  })
  // Without an end before: the sender is gone, or what it sent is no body. Node has checked the length that was announced.
  request.once('close', () => resolve({ refused: unreadable }))
  return promise
}

const encoded: Answer = {
  status: 'unsupported_encoding',
  problem: { status: 415, detail: 'Send the body as it is, without a Content-Encoding.', headers: { 'accept-encoding': 'identity' } },
}
const tooLarge: Answer = {
  status: 'too_large',
  problem: { status: 413, detail: `The body is larger than ${maxBodyBytes} bytes.` },
}
const unreadable: Answer = {
  status: 'bad_request',
  problem: { status: 400, detail: 'The body did not arrive as its Content-Length announced.' },
}
