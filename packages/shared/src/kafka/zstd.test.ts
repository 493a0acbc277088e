import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { zstd } from './zstd.ts'

test('what was compressed comes out again, whatever its size', async () => {
  for (const size of [0, 1, 2_000, 131_072, 131_073, 1_000_000]) {
    const bytes = Buffer.concat([randomBytes(Math.floor(size / 2)), Buffer.alloc(Math.ceil(size / 2), 'words ')])
    const compressed = await zstd.compress(bytes)
    expect(compressed.length).toBeLessThan(size + 64)
    expect(Buffer.compare(await zstd.decompress(compressed), bytes)).toBe(0)
  }
})

test('what is no zstd is an error', async () => {
  await expect(async () => zstd.decompress(Buffer.from('no zstd at all'))).rejects.toThrow()
  await expect(async () => zstd.decompress(randomBytes(300_000))).rejects.toThrow()
})
