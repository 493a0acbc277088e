import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withIdentity } from '@hansard/simulator/meeting/identity'
import type { Meeting } from '@hansard/simulator/meeting/meeting'
import { sampleMeeting } from '@hansard/simulator/meeting/sample'
import { writeAtomically } from '../files.ts'

const day = 86_400_000

/**
 * The sample meeting, held once more: with identities of its own and two days before the last one, so that it is neither a duplicate of an
 * earlier start's nor the same meeting to the merger.
 */
export const nextSampleMeeting = async (stateDir: string): Promise<Meeting> => {
  const file = join(stateDir, 'data', 'samples')
  const before = Number(await readFile(file, 'utf8').catch(() => '0'))
  await writeAtomically(file, String(before + 1))
  return withIdentity(sampleMeeting, `sample-${Date.now()}-${before}`, sampleMeeting.startedAt - before * 2 * day)
}
