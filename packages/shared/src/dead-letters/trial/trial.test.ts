import { expect, test } from 'vitest'
import { bytes } from '../../contracts/contract.ts'
import { PermanentError, TransientError, UnavailableError } from '../../errors.ts'
import { createCodec } from '../../registry/codec.ts'
import type { Context, Decision, Stage } from '../../stage/stage.ts'
import { journal } from '../../topics.ts'
import { letterRecord } from '../test-letters.ts'
import { lineRecord, recordLine } from './lines.ts'
import { createRefusingHttp } from './refusing-http.ts'
import { createTrial } from './trial.ts'
import { countVerdicts, type Verdict } from './verdict.ts'

const contract = journal.contract as Extract<typeof journal.contract, { kind: 'avro' }>
const codec = createCodec(new Map([[journal.name, { id: 1, contract }]]), () => Promise.reject(new PermanentError('unknown')))

const trialOf = (handle: (body: Buffer, context: Context) => Decision | Promise<Decision>, outside = createRefusingHttp().outside) => {
  const stage: Stage<Buffer> = {
    name: 'verifier',
    inputs: [{ name: 'webhooks.raw.v1', contract: bytes }],
    retryDelays: [60],
    concurrency: 1,
    handle,
  }
  return createTrial(stage, { codec, outside, now: () => 1_700_000_100_000 })
}

test('runs the stage as if the letter had been given back', async () => {
  const contexts: Context[] = []
  const attempt = trialOf((body, context) => {
    contexts.push(context)
    return { kind: 'drop', journal: { status: 'verified', reason: String(body) } }
  })
  expect(await attempt(letterRecord())).toEqual({ kind: 'passes', status: 'verified' })
  expect(contexts).toMatchObject([{ attempt: 1, origin: 'webhooks.raw.v1/1/3', webhookEventId: '0199b6a8-0000-7000-8000-000000000001' }])
})

test('a normal end of which the journal is not told passes too', async () => {
  expect(await trialOf(() => ({ kind: 'drop' }))(letterRecord())).toEqual({ kind: 'passes', status: 'done' })
})

test.each([
  ['what is rejected', (): Decision => ({ kind: 'reject', reason: 'forged' }), 'Rejected', 'forged'],
  ['what can never succeed', () => Promise.reject(new PermanentError('gone')), 'PermanentError', 'gone'],
  ['what fails for now', () => Promise.reject(new TransientError('busy')), 'TransientError', 'busy'],
  ['what nobody foresaw', () => Promise.reject(new TypeError('oops')), 'unexpected.TypeError', 'oops'],
])('%s would fail again, and why', async (_, handle, errorClass, message) => {
  expect(await trialOf(handle)(letterRecord())).toMatchObject({ kind: 'fails', errorClass, message })
})

test('a record that cannot be decoded fails, and the next is tried all the same', async () => {
  const attempt = trialOf(() => ({ kind: 'drop', journal: { status: 'verified' } }))
  expect(await attempt(letterRecord({}, { value: null }))).toMatchObject({ kind: 'fails', message: 'the record has no value' })
  expect(await attempt(letterRecord())).toMatchObject({ kind: 'passes' })
})

test('whoever would ask outside cannot be told, whatever the stage makes of the refusal; the next one is judged afresh', async () => {
  const { http, outside } = createRefusingHttp()
  let asks = true
  const attempt = trialOf(async () => {
    if (asks)
      await http({ url: 'https://api.example.com/x?token=s3cret', maxBytes: 1, timeoutMs: 1 }).catch(() => {
        throw new PermanentError('the platform does not answer')
      })
    return { kind: 'drop', journal: { status: 'processed' } }
  }, outside)
  expect(await attempt(letterRecord())).toEqual({ kind: 'untold', why: 'it would ask api.example.com' })
  asks = false
  expect(await attempt(letterRecord())).toEqual({ kind: 'passes', status: 'processed' })
})

test('does not wait for a dependency that is away', async () => {
  const attempt = trialOf(() => Promise.reject(new UnavailableError('postgres', 'refused')))
  await expect(attempt(letterRecord())).rejects.toMatchObject({ name: 'UnavailableError', dependency: 'postgres' })
})

test('a record becomes a line and the same record again', () => {
  for (const record of [
    letterRecord(),
    letterRecord({}, { key: null, value: null }),
    letterRecord({}, { value: Buffer.from([0, 255, 10]) }),
  ])
    expect(lineRecord(recordLine(record))).toEqual(record)
  expect(recordLine(letterRecord())).not.toContain('\n')
})

test('verdicts that mean the same are counted together: what passes, then what fails most, then what cannot be told', () => {
  const fails = (fingerprint: string, message: string): Verdict => ({ kind: 'fails', errorClass: 'X', message, fingerprint })
  const passes: Verdict = { kind: 'passes', status: 'verified' }
  const untold: Verdict = { kind: 'untold', why: 'it would ask zoom.us' }
  expect(countVerdicts([fails('b', 'one'), untold, fails('a', 'file 1'), passes, fails('a', 'file 2'), passes])).toEqual([
    { verdict: passes, letters: 2 },
    { verdict: fails('a', 'file 1'), letters: 2 },
    { verdict: fails('b', 'one'), letters: 1 },
    { verdict: untold, letters: 1 },
  ])
})
