import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { waitUntil } from '../wait-until.ts'

/** A process that has to let go of something, which takes until it is told on its input that it has. */
const script = `
  import { once } from 'node:events'
  import { createReleases } from ${JSON.stringify(join(import.meta.dirname, 'releases.ts'))}
  import { stopOnSignals } from ${JSON.stringify(join(import.meta.dirname, 'stopping.ts'))}
  const releases = createReleases()
  const kill = async () => console.log('killed')
  stopOnSignals({ releases, print: (text) => console.log(text.trim()), isUp: () => true, kill })
  releases.add(() => once(process.stdin, 'data'))
  console.log('up')`

const start = async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] })
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line))
  const says = (text: string) => waitUntil(() => lines.some((line) => line.includes(text)), 20_000)
  expect(await says('up')).toBe(true)
  return { child, lines, says, exited: once(child, 'exit') }
}

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s stops in order, whatever other ends of the same cause come after it',
  async (signal) => {
    const { child, lines, says, exited } = await start()
    child.kill(signal)
    expect(await says('Stopping')).toBe(true)
    for (const other of ['SIGTERM', 'SIGHUP'] as const) child.kill(other)
    child.disconnect()
    child.stdin!.write('let go\n')
    expect(await exited).toEqual([0, null])
    expect(lines).not.toContain('killed')
  },
)

test('the end of the process that started it stops it', async () => {
  const { child, says, exited } = await start()
  child.disconnect()
  expect(await says('the command that started it has ended')).toBe(true)
  child.stdin!.write('let go\n')
  expect(await exited).toEqual([0, null])
})

test('a second Ctrl-C kills what has not stopped', async () => {
  const { child, lines, says, exited } = await start()
  child.kill('SIGINT')
  expect(await says('Ctrl-C again kills')).toBe(true)
  await waitUntil(() => {
    child.kill('SIGINT')
    return lines.includes('killed')
  }, 10_000)
  expect(await exited).toEqual([130, null])
})
