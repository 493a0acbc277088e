import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nextSampleMeeting } from './next-sample.ts'

let stateDir = ''
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hansard-sample-'))
  await mkdir(join(stateDir, 'data'))
})
afterEach(() => rm(stateDir, { recursive: true }))

test('no start sends the meeting of an earlier one: other identities, and more than a day apart', async () => {
  const meetings = [await nextSampleMeeting(stateDir), await nextSampleMeeting(stateDir), await nextSampleMeeting(stateDir)]
  const [first, second, third] = meetings.map(({ startedAt }) => startedAt)
  expect(first! - second!).toBeGreaterThan(86_400_000)
  expect(second! - third!).toBeGreaterThan(86_400_000)
  for (const identity of ['zoom', 'fireflies', 'otter'] as const)
    expect(new Set(meetings.map((meeting) => JSON.stringify(meeting[identity]))).size).toBe(3)
})
