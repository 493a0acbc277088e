import type { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'
import type { Answer } from './answer.ts'

/** The largest body that is taken: Zoom's are about 3 kB, Otter's carry a whole transcript. */
export const maxBodyBytes = 1_048_576

const raw = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false })

export type Body = { readonly body: Buffer } | { readonly refused: Answer }

/** The exact bytes of a request, or why they are not taken. A signature covers the bytes as sent, so nothing is ever decoded. */
export const readBody = async (request: IncomingMessage & { readonly body?: unknown }, response: ServerResponse): Promise<Body> => {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') return { refused: encoded }
  const { promise, resolve } = Promise.withResolvers<Body>()
  raw(request, response, (error?: unknown) => {
    // An empty body leaves request.body undefined.
    if (error === undefined || error === null) resolve({ body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) })
    else resolve({ refused: (error as { readonly status?: number }).status === 413 ? tooLarge : unreadable })
  })
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
