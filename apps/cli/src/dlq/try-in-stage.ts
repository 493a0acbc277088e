import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { DeadLetter } from '@hansard/shared/dead-letters/letter'
import { recordsOf } from '@hansard/shared/dead-letters/read-letters'
import { recordLine } from '@hansard/shared/dead-letters/trial/lines'
import { Verdict } from '@hansard/shared/dead-letters/trial/verdict'
import type { Kafka } from '@hansard/shared/kafka/port'
import type { Environment } from '../connections.ts'
import { CommandFailed } from '../problems.ts'

/**
 * Has these letters of one stage tried by that stage's own program, and returns what it says of each. The program is the
 * stage's, run with effects that undo themselves: nothing is published, claimed, stored or asked of a platform.
 */
export const tryInStage = async (
  kafka: Pick<Kafka, 'read'>,
  env: Environment,
  stage: string,
  letters: readonly DeadLetter[],
): Promise<readonly Verdict[]> => {
  const program = fileURLToPath(new URL(`../../../${stage}/src/try/main.ts`, import.meta.url))
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  // When it ends early, its exit code and stderr say why; that its input breaks then is no news.
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close') as Promise<[number | null]>
  const complaint = text(child.stderr)
  const verdicts: Verdict[] = []
  createInterface({ input: child.stdout }).on('line', (line) => verdicts.push(Verdict.parse(JSON.parse(line))))
  try {
    await recordsOf(kafka, letters, async (found) => {
      for (const { record } of found)
        if (!child.stdin.write(`${recordLine(record)}\n`)) await Promise.race([once(child.stdin, 'drain').catch(() => undefined), ended])
    })
    child.stdin.end()
    const [code] = await ended
    if (code !== 0)
      throw new CommandFailed(`The dry run of ${stage} could not go on: ${(await complaint).trim() || `it ended with ${code}`}`)
    return verdicts
  } finally {
    child.kill()
  }
}
