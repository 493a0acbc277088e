import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('what goes into a pipe is plain, also where the environment asks for colours', () => {
  const program = `
    const { createTerminal } = await import(${JSON.stringify(new URL('terminal.ts', import.meta.url))})
    const terminal = createTerminal(process)
    terminal.print(terminal.colours.bold('Key e2e'))`
  const env = { ...process.env, CI: 'true', FORCE_COLOR: '1', NO_COLOR: undefined }
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' })
  expect(stdout).toBe('Key e2e\n')
})
