import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { createTerminal } from './terminal.ts'

test('what goes into a pipe is plain, also where the environment of a build asks for colours', async () => {
  vi.resetModules()
  vi.stubEnv('CI', 'true')
  vi.stubEnv('FORCE_COLOR', '1')
  const fresh = (await import('./terminal.ts')).createTerminal
  vi.unstubAllEnvs()
  const pipe = () => new PassThrough() as unknown as NodeJS.WriteStream
  for (const create of [fresh, createTerminal]) {
    const { colours } = create({
      stdin: new PassThrough() as unknown as NodeJS.ReadStream & { fd: 0 },
      stdout: pipe() as never,
      stderr: pipe() as never,
    })
    expect(colours.bold('Key e2e')).toBe('Key e2e')
  }
})
