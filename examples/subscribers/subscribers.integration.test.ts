import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { uuidV7 } from '@hansard/shared/ids'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { publishInTransactions } from '@hansard/shared/kafka/testing/transactions'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import type { Topic } from '@hansard/shared/stage/stage'
import { mergedTranscripts } from '@hansard/shared/topics'
import { hasJavaTools, hasPython, languages, prepare, type Language } from './languages.ts'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const url = process.env['SCHEMA_REGISTRY_URL'] ?? ''
const example = JSON.parse(
  readFileSync(new URL('../../packages/shared/contracts/examples/merged-transcript.json', import.meta.url), 'utf8'),
) as MergedTranscript

/** A topic of its own with two committed revisions, and between them one whose transaction was aborted. */
const topic: Topic<MergedTranscript> = { name: `example-meetings-${uuidV7()}`, contract: mergedTranscripts.contract }
const meetingId = uuidV7()
const revisions = [1, 2, 3].map((revision) => ({ ...example, meetingId, revision }))

beforeAll(async () => {
  const registry = createRegistry(url)
  await registry.register([topic])
  const codec = await registry.codec([topic])
  const kafka = createKafka({ brokers, clientId: 'example', log: createLogger('example', 'silent') })
  await kafka.createTopics([{ name: topic.name, partitions: 1, replicationFactor: 1, config: {} }])
  await kafka.close()
  await publishInTransactions(
    brokers,
    topic.name,
    revisions.map((value, index) => ({
      record: {
        topic: topic.name,
        partition: 0,
        key: value.workspaceId,
        value: codec.encode(topic.contract, topic.name, value),
        headers: {},
      },
      end: index === 1 ? 'abort' : 'commit',
    })),
  )
})

const running: { stop(): Promise<unknown> }[] = []
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()))
})

/** What an example printed until it had printed `count` lines of its own. */
const printed = async (language: Language, count: number): Promise<readonly string[]> => {
  const { command, args, cwd } = prepare(language)
  const env = { ...process.env, GROUP_ID: `example-${uuidV7()}`, TOPIC: topic.name }
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  running.push({
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  })
  let troubles = ''
  child.stderr.on('data', (chunk) => (troubles += String(chunk)))
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes(meetingId)) lines.push(line)
    if (lines.length === count) return lines
  }
  throw new Error(`the ${language} example ended:\n${troubles}`)
}

describe.concurrent('an example subscriber prints what was committed, and nothing else, in', () => {
  const expected = [1, 3].map(
    (revision) =>
      `${meetingId} revision ${revision} ${example.status}: ${example.title}, ${example.segments.length} segments from ${example.sources
        .map(({ platform }) => platform)
        .toSorted()
        .join(', ')}`,
  )
  test.for(Object.keys(languages) as Language[])('%s', { timeout: 240_000 }, async (language, { skip, expect }) => {
    // Neither is among what a machine must have.
    skip(language === 'java' && !hasJavaTools(), 'javac or Maven is missing')
    skip(language === 'python' && !hasPython(), 'python3 with venv is missing')
    expect(await printed(language, expected.length)).toEqual(expected)
  })
})
