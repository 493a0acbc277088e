import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib'

/** A batch's records, compressed or about to be: kafkajs ships without zstd, Node brings it along. */
export interface Zstd {
  compress(bytes: Buffer): Buffer | Promise<Buffer>
  decompress(bytes: Buffer): Buffer | Promise<Buffer>
}

/** Level 1 takes a quarter less CPU than zstd's default of 3 and makes transcripts 5 % larger (docs/performance.md). */
const params = { [constants.ZSTD_c_compressionLevel]: 1 }

/**
 * Another thread costs some 100 µs a call, and once more for every 16 KB that come out of it: more than the work itself up to these sizes, which take a
 * millisecond at most. Larger ones must not hold up everything else.
 */
const compressAtOnce = 131_072
const decompressAtOnce = 262_144
/** What comes out of the other thread at once: transcripts compress to a fifth. */
const chunkOf = (length: number): { readonly chunkSize: number } => ({ chunkSize: Math.max(65_536, Math.ceil(length)) })

const compressElsewhere = promisify(zstdCompress)
const decompressElsewhere = promisify(zstdDecompress)

export const zstd: Zstd = {
  compress: (bytes) =>
    bytes.length <= compressAtOnce
      ? zstdCompressSync(bytes, { params })
      : compressElsewhere(bytes, { params, ...chunkOf(bytes.length / 4) }),
  decompress: (bytes) =>
    bytes.length <= decompressAtOnce ? zstdDecompressSync(bytes, chunkOf(bytes.length)) : decompressElsewhere(bytes, chunkOf(bytes.length)),
}
