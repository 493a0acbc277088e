import type { IncomingMessage } from 'node:http'
import type { Answer } from './answer.ts'
import type { BodyHold } from './limits/body-budget.ts'
import { unavailable } from './problem.ts'

/** The largest body that is taken: Zoom's are about 3 kB, Otter's carry a whole transcript. */
export const maxBodyBytes = 1_048_576

export type Body = { readonly body: Buffer } | { readonly refused: Answer }

/** More pieces than a network makes of a body: taking them one by one would cost more than all the rest. */
const maxPieces = 16_384

/**
 * The exact bytes of a request, or why they are not taken. A signature covers the bytes as sent, so nothing is ever decoded. What is too
 * long is read to its end but not kept: a sender that is still sending would not see the answer. What there is no room for is answered at
 * once, and the rest not kept either. The hold stays with whoever has the body.
 */
export const readBody = (request: IncomingMessage, hold: BodyHold): Promise<Body> => {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') return Promise.resolve({ refused: encoded })
  // The sender went while its integration was looked for: nothing more will be told of the request.
  if (request.destroyed) return Promise.resolve({ refused: cutOff })
  const { promise, resolve } = Promise.withResolvers<Body>()
  let chunks: Buffer[] = []
  let size = 0
  let pieces = 0
  let whole = false
  const take = (chunk: Buffer): void => {
    size += chunk.length
    pieces += 1
    const full = size <= maxBodyBytes && !hold.grow(chunk.length)
    if (size <= maxBodyBytes && !full) chunks.push(chunk)
    else drop()
    if (full) stop(noRoom)
    if (pieces > maxPieces) stop(tooManyPieces)
  }
  const drop = (): void => {
    chunks = []
    hold.release()
  }
  /** What else arrives is thrown away by Node, until the request's time is over. */
  const stop = (refused: Answer): void => {
    drop()
    request.off('data', take)
    resolve({ refused })
  }
  request.on('data', take)
  request.once('end', () => {
    whole = true
    const [only, ...others] = chunks
    if (size > maxBodyBytes) resolve({ refused: tooLarge })
    else resolve({ body: only !== undefined && others.length === 0 ? only : Buffer.concat(chunks, size) })
  })
  // Without an end before: the sender is gone, or what it sent is no body. Node has checked the length that was announced.
  request.once('close', () => {
    if (whole) return
    drop()
    resolve({ refused: cutOff })
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
const tooManyPieces: Answer = {
  status: 'too_large',
  problem: { status: 413, detail: `The body came in more than ${maxPieces} pieces.`, headers: { connection: 'close' } },
}
const noRoom: Answer = {
  status: 'busy',
  problem: unavailable('Too many bodies are on their way in. Send it again.'),
}
const cutOff: Answer = {
  status: 'cut_off',
  problem: { status: 400, detail: 'The body did not arrive as its Content-Length announced.' },
}
