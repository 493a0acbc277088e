import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { PermanentError } from '../errors.ts'
import type { HttpAnswer } from './http.ts'

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
}

/** What is offered to a server. */
export const acceptEncoding = 'gzip, br'

/**
 * The body, decompressed. Throws PermanentError as soon as more than `maxBytes` came, compressed or not (a bomb is not unpacked to the end),
 * and for an encoding, or one inside another, that was not offered. `what` names the server in messages.
 */
export const readBody = async (
  body: Readable,
  headers: HttpAnswer['headers'],
  { what, maxBytes }: { readonly what: string; readonly maxBytes: number },
): Promise<Buffer> => {
  const tooLarge = () => new PermanentError(`${what} answered with more than ${maxBytes} bytes`)
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  const plain = encoding === '' || encoding === 'identity'
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  try {
    if (!plain && decoder === undefined)
      throw new PermanentError(`${what} answered in the content encoding ${JSON.stringify(encoding.slice(0, 64))}, which was not offered`)
    // Before anything is read; what was announced too small is counted all the same.
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
    const limited = Readable.from(limit(body, maxBytes, tooLarge))
    return await collect(decoder === undefined ? limited : piped(limited, decoder()), maxBytes, tooLarge)
  } catch (error) {
    // What is left of it is of no use, nor is the connection it comes by. Its own complaint about that has nothing to add.
    body.on('error', () => undefined).destroy()
    throw error
  }
}

async function* limit(body: Readable, maxBytes: number, tooLarge: () => Error): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge()
    yield chunk
  }
}

/** An error of either is an error of the result, where it is seen. */
const piped = (from: Readable, decoder: Transform): Readable => pipeline(from, decoder, () => undefined)

const collect = async (body: Readable, maxBytes: number, tooLarge: () => Error): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of limit(body, maxBytes, tooLarge)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
