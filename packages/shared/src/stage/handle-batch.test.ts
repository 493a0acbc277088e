import { setTimeout as delay } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { avro } from '../contracts/contract.ts'
import type { JournalEntry } from '../contracts/contracts.generated.ts'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { NotYetError, PermanentError, TransientError, UnavailableError } from '../errors.ts'
import type { KafkaRecord } from '../kafka/port.ts'
import { createCodec } from '../registry/codec.ts'
import { createLogger } from '../runtime/logger.ts'
import { journal } from '../topics.ts'
import { createBatchHandler } from './handle-batch.ts'
import { createDeadLetterLimiter } from './limiter.ts'
import { createStageMetrics } from './metrics.ts'
import type { Context, Decision, Stage, Topic } from './stage.ts'

const contract = avro<string>('{"type":"record","name":"Text","fields":[{"name":"text","type":"string"}]}')
interface Text {
  readonly text: string
}
const input: Topic<Text> = { name: 'input', contract: contract as never }
const output: Topic<Text> = { name: 'output', contract: contract as never }
const journalContract = journal.contract as Extract<typeof journal.contract, { kind: 'avro' }>
const codec = createCodec(
  new Map([
    ['input', { id: 1, contract }],
    ['output', { id: 1, contract }],
    [journal.name, { id: 2, contract: journalContract }],
  ]),
  () => Promise.reject(new PermanentError('unknown')),
)

const emit = (text: string): Decision => ({
  kind: 'emit',
  messages: [{ topic: output, key: 'k', value: { text } }],
  journal: { status: 'processing' },
})

const setUp = (handle: (event: Text, context: Context) => Decision | Promise<Decision>, options: Partial<Stage<Text>> = {}) => {
  const stopping = new AbortController()
  const dependencies: string[] = []
  const clock = { now: 1_000_000 }
  const stage: Stage<Text> = { name: 'stage', inputs: [input], retryDelays: [60, 120], concurrency: 1, handle, ...options }
  const run = createBatchHandler(stage, {
    codec,
    partitionCount: () => 3,
    log: createLogger('test', 'silent'),
    metrics: createStageMetrics(new Registry(), 'test'),
    now: () => clock.now,
    stopping: stopping.signal,
    waiting: { first: 1, most: 2 },
    limiter: createDeadLetterLimiter({ window: 10, minimum: 3, share: 0.5 }),
    batchMs: 500,
    deferForMs: 3_600_000,
    onUnavailable: (dependency) => void dependencies.push(dependency),
    onHalt: (detail) => void dependencies.push(detail),
  })
  const lost = new AbortController()
  /** Keys of what waits behind the batch. */
  const behind: (string | null)[] = []
  return {
    clock,
    behind,
    stopping,
    lost,
    dependencies,
    handle: async (...records: readonly KafkaRecord[]) => {
      const batch = { topic: records[0]?.topic ?? 'input', partition: 1, records, signal: lost.signal, behind: () => behind }
      const { outputs, done, resumeAt } = await run(batch)
      const journaled = outputs.filter(({ topic }) => topic === journal.name)
      const entries = await Promise.all(journaled.map(({ value }) => codec.decode<JournalEntry>(journal.contract, value)))
      return { outputs: outputs.filter(({ topic }) => topic !== journal.name), entries, done, resumeAt }
    },
  }
}

const record = (text: string, given: Partial<KafkaRecord> = {}): KafkaRecord => ({
  topic: 'input',
  partition: 1,
  offset: 5n,
  key: text,
  value: codec.encode(contract, 'input', { text } as never),
  headers: { 'webhook-event-id': '0199b6a8-0000-7000-8000-000000000001', 'received-at': '900000', platform: 'zoom', private: 'x' },
  timestamp: 950_000,
  ...given,
})

test('publishes what was decided, with the headers that travel and no others', async () => {
  const { handle } = setUp(({ text }) => emit(text))
  const { outputs, entries, done } = await handle(record('hello'))
  expect(done).toBe(1)
  expect(outputs).toHaveLength(1)
  expect(await codec.decode(output.contract, outputs[0]!.value)).toEqual({ text: 'hello' })
  expect(Object.keys(outputs[0]!.headers).toSorted()).toEqual(['platform', 'received-at', 'webhook-event-id'])
  expect(entries).toMatchObject([{ stage: 'stage', status: 'processing', origin: 'input/1/5', attempt: 1, receivedAt: 900_000 }])
})

test('a redelivery decides the same and writes the same journal entry', async () => {
  const { handle } = setUp(({ text }) => emit(text))
  const [first, second] = [await handle(record('hello')), await handle(record('hello'))]
  expect(second).toEqual(first)
})

test('a failure waits in the retry topic with its bytes, origin and trace, headers set and not appended', async () => {
  const { handle } = setUp(() => Promise.reject(new TransientError('busy')))
  const original = record('hello', { headers: { ...record('').headers, traceparent: 'trace' } })
  const first = await handle(original)
  expect(first.outputs).toMatchObject([{ topic: 'stage.retry.60s', key: 'hello', partition: 1 }])
  expect(first.outputs[0]!.value).toEqual(original.value)
  expect(first.entries).toMatchObject([{ status: 'retrying', reason: 'busy', attempt: 1 }])
  const waiting = first.outputs[0]!
  expect(waiting.headers).toMatchObject({
    origin: 'input/1/5',
    attempts: '1',
    'due-at': '1060000',
    traceparent: 'trace',
    'error-class': 'TransientError',
  })
})

test('the second attempt knows its origin and attempt; the last failure is a dead letter', async () => {
  const contexts: Context[] = []
  const { handle, clock } = setUp((_, context) => {
    contexts.push(context)
    throw new Error('unexpected 12')
  })
  const first = await handle(record('hello'))
  clock.now += 60_000
  const second = await handle({ ...record('hello'), ...first.outputs[0]!, offset: 9n })
  expect(contexts[1]).toMatchObject({ attempt: 2, origin: 'input/1/5' })
  expect(second.outputs).toMatchObject([{ topic: 'stage.retry.120s' }])
  clock.now += 120_000
  const third = await handle({ ...record('hello'), ...second.outputs[0]!, offset: 3n })
  expect(third.outputs).toMatchObject([
    {
      topic: 'stage.dlq',
      key: 'hello',
      headers: { stage: 'stage', attempts: '3', origin: 'input/1/5', 'first-failed-at': '1000000', 'last-failed-at': '1180000' },
    },
  ])
  expect(third.outputs[0]!.value).toEqual(record('hello').value)
  expect(third.entries).toMatchObject([{ status: 'failed', reason: 'unexpected 12', attempt: 3 }])
})

test('dead letters of one cause share a fingerprint, whatever their ids and numbers', async () => {
  const { handle } = setUp(({ text }) => Promise.reject(new PermanentError(`meeting ${text} is gone`)))
  const { outputs } = await handle(record('12'), record('34'))
  expect(outputs[0]!.headers['fingerprint']).toBe(outputs[1]!.headers['fingerprint'])
})

test.each([
  ['a rejection', (): Decision => ({ kind: 'reject', reason: 'no' }), 'rejected', 'Rejected'],
  ['a permanent error', () => Promise.reject(new PermanentError('no')), 'failed', 'PermanentError'],
])('%s is a dead letter at once', async (_, handleEvent, status, errorClass) => {
  const { handle } = setUp(handleEvent)
  const { outputs, entries, done } = await handle(record('hello'))
  expect(outputs).toMatchObject([{ topic: 'stage.dlq', headers: { 'error-class': errorClass, 'error-message': 'no' } }])
  expect(entries).toMatchObject([{ status, details: { deadLetter: 'stage.dlq' } }])
  expect(done).toBe(1)
})

test('a record that cannot be decoded is a dead letter with its bytes, and the partition goes on', async () => {
  const { handle } = setUp(({ text }) => emit(text))
  const { outputs, done } = await handle(record('bad', { value: Buffer.from('rubbish') }), record('good'))
  expect(outputs.map(({ topic }) => topic)).toEqual(['stage.dlq', 'output'])
  expect(outputs[0]!.value).toEqual(Buffer.from('rubbish'))
  expect(done).toBe(2)
})

test('while a dependency is down the record waits in place and spends no attempt', async () => {
  let tries = 0
  const { handle, dependencies } = setUp(({ text }, { attempt }) => {
    expect(attempt).toBe(1)
    if (++tries < 4) throw new UnavailableError('redis', 'refused')
    return emit(text)
  })
  const { outputs, done } = await handle(record('hello'))
  expect(outputs).toMatchObject([{ topic: 'output' }])
  expect(done).toBe(1)
  expect(dependencies).toEqual(['redis', 'redis', 'redis'])
})

test('a stop ends the wait and leaves the record undone, with all that comes behind it', async () => {
  const { handle, stopping } = setUp(({ text }) => {
    if (text === 'second') {
      stopping.abort()
      throw new UnavailableError('postgres', 'refused')
    }
    return emit(text)
  })
  const { outputs, done } = await handle(record('first'), record('second'), record('third'))
  expect(done).toBe(1)
  expect(outputs).toHaveLength(1)
})

test('a lost partition ends the wait', async () => {
  const { handle, lost } = setUp(() => {
    lost.abort()
    throw new UnavailableError('postgres', 'refused')
  })
  expect(await handle(record('hello'))).toMatchObject({ outputs: [], done: 0 })
})

test('records of one key are handled in order, of different keys at once', async () => {
  const running = new Set<string>()
  const order: string[] = []
  let most = 0
  const { handle } = setUp(
    async ({ text }) => {
      const [key = ''] = text.split('-')
      expect(running.has(key)).toBe(false)
      running.add(key)
      most = Math.max(most, running.size)
      await delay(1)
      running.delete(key)
      order.push(text)
      return emit(text)
    },
    { concurrency: 2 },
  )
  const texts = ['a-1', 'a-2', 'b-1', 'a-3', 'c-1']
  const { outputs } = await handle(...texts.map((text) => record(text, { key: text.split('-')[0]! })))
  expect(most).toBe(2)
  expect(order.filter((text) => text.startsWith('a'))).toEqual(['a-1', 'a-2', 'a-3'])
  const published = await Promise.all(outputs.map(({ value }) => codec.decode(output.contract, value)))
  expect(published.map(({ text }) => text)).toEqual(texts)
})

test('where the order means nothing, records of one key are in hand together', async () => {
  const all = Promise.withResolvers<void>()
  let inHand = 0
  const { handle } = setUp(
    async ({ text }) => {
      if (++inHand === 3) all.resolve()
      await all.promise
      return emit(text)
    },
    { concurrency: 3, ordered: false },
  )
  expect(await handle(...['1', '2', '3'].map((text) => record(text, { key: 'one' })))).toMatchObject({ done: 3 })
})

test('what is not due yet stays, and the partition is asked to wait for it', async () => {
  const { handle } = setUp(({ text }) => emit(text))
  const waiting = (text: string, dueAt: number) =>
    record(text, { topic: 'stage.retry.60s', headers: { origin: 'input/1/5', attempts: '1', 'due-at': String(dueAt) } })
  expect(await handle(waiting('due', 999_999), waiting('early', 1_000_500))).toMatchObject({
    done: 1,
    resumeAt: 1_000_500,
    outputs: [{ topic: 'output' }],
  })
  expect(await handle(waiting('early', 1_000_500))).toMatchObject({ done: 0, resumeAt: 1_000_500, outputs: [] })
})

test('a wait longer than the longest delay goes round again without spending an attempt', async () => {
  const { handle, clock } = setUp(() => Promise.reject(new TransientError('quota', { retryAt: clock.now + 200_000 })))
  const first = await handle(record('hello'))
  expect(first.outputs).toMatchObject([{ topic: 'stage.retry.120s', headers: { attempts: '1' } }])
  clock.now += 120_000
  const second = await handle({ ...record('hello'), ...first.outputs[0]!, offset: 1n })
  expect(second.outputs).toMatchObject([{ topic: 'stage.retry.120s', headers: { attempts: '1', 'due-at': String(clock.now + 120_000) } }])
  expect(second.entries).toEqual([])
})

test('a drop without an outcome leaves no trace', async () => {
  const { handle } = setUp(() => ({ kind: 'drop' }))
  expect(await handle(record('hello'))).toMatchObject({ outputs: [], entries: [], done: 1 })
})

test('a stage that is not journaled writes no journal, not even of its failures', async () => {
  const { handle } = setUp(() => Promise.reject(new PermanentError('no')), { journaled: false })
  expect(await handle(record('hello'))).toMatchObject({ outputs: [{ topic: 'stage.dlq' }], entries: [] })
})

test('what is not there yet is put off without spending an attempt, by the delays in turn', async () => {
  const { handle, clock } = setUp(() => Promise.reject(new NotYetError('still live')))
  const first = await handle(record('hello'))
  expect(first.outputs).toMatchObject([{ topic: 'stage.retry.60s', headers: { attempts: '0', deferrals: '1' } }])
  clock.now += 60_000
  const second = await handle({ ...record('hello'), ...first.outputs[0]!, offset: 1n })
  expect(second.outputs).toMatchObject([{ topic: 'stage.retry.120s', headers: { attempts: '0', deferrals: '2' } }])
  clock.now += 120_000
  const third = await handle({ ...record('hello'), ...second.outputs[0]!, offset: 1n })
  expect(third.outputs).toMatchObject([{ topic: 'stage.retry.120s', headers: { attempts: '0', deferrals: '3' } }])
  expect(new Set([first, second, third].flatMap(({ entries }) => entries.map(({ entryId }) => entryId))).size).toBe(3)
})

test('what is not there within its time is a dead letter', async () => {
  const { handle, clock } = setUp(() => Promise.reject(new NotYetError('still live')))
  clock.now = 900_000 + 3_600_001
  expect((await handle(record('hello'))).outputs).toMatchObject([{ topic: 'stage.dlq', headers: { 'error-class': 'NotYetError' } }])
})

test('a stage that would dead-letter most of its records stands still, says so, and goes on when they pass', async () => {
  let broken = true
  const { handle, dependencies } = setUp(({ text }) => {
    if (!broken) return emit(text)
    if (dependencies.length > 2) broken = false
    throw new PermanentError('broken')
  })
  const { outputs, done } = await handle(...['1', '2', '3', '4', '5'].map((text) => record(text)))
  expect(outputs.map(({ topic }) => topic)).toEqual(['stage.dlq', 'stage.dlq', 'stage.dlq', 'output', 'output'])
  expect(done).toBe(5)
  expect(dependencies[0]).toContain('most recent records of stage would be dead letters')
})

test('a record that was given back writes other journal entries than before, which say so', async () => {
  const { handle } = setUp(({ text }) => emit(text))
  const given = { ...record('hello').headers, origin: 'input/1/5', attempts: '0', redriven: '1' }
  const [before, after] = [
    await handle(record('hello')),
    await handle(record('hello', { topic: 'stage.retry.60s', offset: 0n, headers: given })),
  ]
  expect(after.outputs).toEqual(before.outputs)
  expect(after.entries).toMatchObject([{ status: 'processing', origin: 'input/1/5', attempt: 1, details: { redriven: '1' } }])
  expect(after.entries[0]!.entryId).not.toBe(before.entries[0]!.entryId)
})

test('what fails again after it was given back is parked, keeps its first failure, and does not count against the stage', async () => {
  const { handle, dependencies } = setUp(() => Promise.reject(new PermanentError('no')))
  const headers = { ...record('').headers, attempts: '0', redriven: '2', 'first-failed-at': '7', 'error-message': 'the time before' }
  const letters = Array.from({ length: 20 }, (_, index) =>
    record(String(index), { topic: 'stage.retry.60s', headers: { ...headers, origin: `input/1/${index}` } }),
  )
  const { outputs, done } = await handle(...letters)
  expect(done).toBe(20)
  expect(dependencies).toEqual([])
  for (const letter of outputs)
    expect(letter).toMatchObject({ topic: 'stage.dlq', headers: { redriven: '2', 'first-failed-at': '7', 'error-message': 'no' } })
  expect(outputs.map(({ headers: { parked } }) => parked)).toEqual(letters.map(() => 'it failed again after it had been given back'))
})

test('a dead letter that nobody gave back is not parked', async () => {
  const { handle } = setUp(() => Promise.reject(new PermanentError('no')))
  expect((await handle(record('hello'))).outputs[0]!.headers).not.toHaveProperty('parked')
})

test('what was given back may be put off anew, however long ago it was received', async () => {
  const { handle, clock } = setUp(() => Promise.reject(new NotYetError('still going on')))
  clock.now += 10_000_000
  const old = { ...record('').headers, 'received-at': String(clock.now - 7_200_000) }
  expect((await handle(record('hello', { headers: old }))).outputs).toMatchObject([{ topic: 'stage.dlq' }])
  const given = { ...old, redriven: '1', 'redriven-at': String(clock.now) }
  expect((await handle(record('hello', { topic: 'stage.retry.60s', headers: { ...given, origin: 'input/1/5' } }))).outputs).toMatchObject([
    { topic: 'stage.retry.60s' },
  ])
})

test('slow records do not keep finished ones from being published', async () => {
  const { handle, clock } = setUp(({ text }) => {
    clock.now += 300
    return emit(text)
  })
  expect(await handle(...['1', '2', '3', '4'].map((text) => record(text)))).toMatchObject({
    done: 2,
    outputs: [{ key: 'k' }, { key: 'k' }],
  })
})

test('a batch whose time is over leaves nothing behind that was decided already', async () => {
  const decided: string[] = []
  const it = setUp(
    async ({ text }) => {
      it.clock.now += 20
      await Promise.resolve()
      decided.push(text)
      return emit(text)
    },
    { concurrency: 4 },
  )
  const all = Array.from({ length: 200 }, (_, index) => record(String(index), { key: `key ${index % 7}`, offset: BigInt(index) }))
  let done = 0
  for (let batch = 0; batch < 10 && done < all.length; batch++) done += (await it.handle(...all.slice(done))).done
  expect(done).toBe(200)
  expect(decided.length).toBe(200)
})

test('of a stage whose input holds secrets, what waits or is given up is sealed once, handled as it was, and bound to its origin', async () => {
  const keyRing = parseKeyRing(`test:${Buffer.alloc(32, 1).toString('base64')}`)
  const handled: string[] = []
  const { handle } = setUp(
    ({ text }, { attempt }) => {
      handled.push(text)
      throw attempt === 1 ? new TransientError('later') : new PermanentError('never')
    },
    { keyRing },
  )
  const [waiting] = (await handle(record('s3cret'))).outputs
  expect(waiting?.topic).toBe('stage.retry.60s')
  expect(waiting?.value?.toString('latin1')).toMatch(/^v1\.test\.[\w-]+$/)
  const again = { ...waiting!, offset: 9n, timestamp: 0, headers: { ...waiting!.headers, 'due-at': '0' } }
  const [letter] = (await handle(again)).outputs
  expect(letter).toMatchObject({ topic: 'stage.dlq', value: waiting?.value })
  expect(handled).toEqual(['s3cret', 's3cret'])
  const [elsewhere] = (await handle({ ...again, headers: { ...again.headers, origin: 'input/1/6', attempts: '0' } })).outputs
  expect(elsewhere?.headers['error-message']).toContain('altered or belongs elsewhere')
  expect(handled).toHaveLength(2)
})

test('an input whose turn comes later waits in the retry topics, spends no attempt, and the journal says why, once', async () => {
  const { handle, clock } = setUp(({ text }) => emit(text))
  const headers = { ...record('').headers, 'not-before': String(clock.now + 150_000), 'deferred-for': 'over the limit' }
  const first = await handle(record('hello', { headers }))
  expect(first).toMatchObject({ done: 1, outputs: [{ topic: 'stage.retry.120s', key: 'hello' }] })
  const retryAt = new Date(clock.now + 150_000).toISOString()
  expect(first.entries).toMatchObject([
    { status: 'retrying', reason: 'over the limit', attempt: 1, details: { errorClass: 'NotYetError', retryAt } },
  ])
  clock.now += 120_000
  const second = await handle({ ...record('hello'), ...first.outputs[0]!, offset: 6n })
  expect(second).toMatchObject({ outputs: [{ topic: 'stage.retry.60s' }], entries: [] })
  clock.now += 60_000
  const third = await handle({ ...record('hello'), ...second.outputs[0]!, offset: 7n })
  expect(third).toMatchObject({ outputs: [{ topic: 'output' }], entries: [{ status: 'processing', origin: 'input/1/5', attempt: 1 }] })
})

describe('one integration’s failures are not everybody’s', () => {
  const ofIntegration: Partial<Stage<Text>> = { integrationOf: ({ text }) => text.split(' ')[0] }
  const bad = (n: number) => record(`bad ${n}`)

  test('its records are put off without spending attempts once most would be dead letters; the others flow', async () => {
    const { handle, dependencies } = setUp(({ text }) => {
      if (text.startsWith('bad')) throw new PermanentError('no API key')
      return emit(text)
    }, ofIntegration)
    const records = Array.from({ length: 30 }, (_, n) => [bad(n), record(`good ${n}`)]).flat()
    const { outputs, entries, done } = await handle(...records)
    expect(done).toBe(60)
    expect(dependencies).toEqual([])
    expect(outputs.filter(({ topic }) => topic === 'output')).toHaveLength(30)
    expect(outputs.filter(({ topic }) => topic === 'stage.dlq')).toHaveLength(3)
    const putOff = outputs.filter(({ topic }) => topic === 'stage.retry.60s')
    expect(putOff).toHaveLength(27)
    expect(putOff[0]!.headers).toMatchObject({ attempts: '0', deferrals: '1' })
    expect(entries.filter(({ status }) => status === 'retrying')[0]).toMatchObject({
      reason: 'put off, because most recent records of integration bad would be dead letters, this one for: no API key',
      details: { errorClass: 'Shed' },
    })
  })

  test('what was put off for too long is a dead letter', async () => {
    const { handle, clock } = setUp(() => Promise.reject(new PermanentError('no API key')), ofIntegration)
    await handle(...[1, 2, 3, 4].map(bad))
    clock.now = 900_000 + 3_600_001
    expect((await handle(bad(5))).outputs).toMatchObject([{ topic: 'stage.dlq' }])
  })
})

describe('headers are input', () => {
  const hostile = ['1e21', '-1', 'x', String(2 ** 60), '9'.repeat(400), 'NaN', 'Infinity', '']
  test.each(hostile)('a record with headers of %j is handled now, as any other', async (value) => {
    const names = ['attempts', 'deferrals', 'due-at', 'not-before', 'received-at', 'redriven', 'redriven-at', 'origin', 'traceparent']
    const headers = Object.fromEntries(names.map((name) => [name, value]))
    for (const topic of ['input', 'stage.retry.60s']) {
      const { handle } = setUp(({ text }) => emit(text))
      const { outputs, entries, done, resumeAt } = await handle(record('hello', { topic, headers: { ...headers, origin: 'input/1/5' } }))
      expect({ done, resumeAt }).toEqual({ done: 1, resumeAt: undefined })
      expect(outputs).toMatchObject([{ topic: 'output' }])
      expect(entries).toMatchObject([{ status: 'processing', attempt: 1, origin: 'input/1/5' }])
    }
  })

  test('a time to wait is believed on the stage’s own retry topics only, for at most that topic’s delay', async () => {
    const headers = { ...record('').headers, origin: 'input/1/5', 'due-at': '99999999999999' }
    const { handle, clock } = setUp(({ text }) => emit(text))
    expect(await handle(record('hello', { headers }))).toMatchObject({ done: 1 })
    const waiting = record('hello', { topic: 'stage.retry.60s', headers, timestamp: clock.now })
    expect(await handle(waiting)).toMatchObject({ done: 0, resumeAt: clock.now + 60_000 })
    clock.now += 60_000
    expect(await handle(waiting)).toMatchObject({ done: 1 })
    expect(await handle(record('x', { topic: 'stage.retry.60s', headers, timestamp: clock.now + 1e12 }))).toMatchObject({ done: 1 })
  })

  test('an input waits for its turn only with a reason, and no longer than a record may be put off', async () => {
    const { handle, clock } = setUp(({ text }) => emit(text))
    const asked = { ...record('').headers, 'not-before': String(clock.now + 10_000) }
    expect((await handle(record('hello', { headers: asked }))).outputs).toMatchObject([{ topic: 'output' }])
    const deferred = await handle(
      record('hello', { headers: { ...asked, 'deferred-for': 'over the limit', 'not-before': '9007199254740991' } }),
    )
    expect(deferred.outputs).toMatchObject([{ topic: 'stage.retry.120s' }])
    clock.now = 900_000 + 3_600_000
    const later = { ...record('hello'), ...deferred.outputs[0]!, offset: 1n, timestamp: clock.now - 120_000 }
    expect((await handle(later)).outputs).toMatchObject([{ topic: 'output' }])
  })
})

test('an output that cannot be encoded is its record’s dead letter, at once, and nobody else’s fault', async () => {
  const { handle } = setUp(({ text }) =>
    text === 'odd' ? ({ ...emit(text), messages: [{ topic: output, key: 'k', value: { text: 7 } }] } as Decision) : emit(text),
  )
  const { outputs, done } = await handle(record('a'), record('odd'), record('b'))
  expect(done).toBe(3)
  expect(outputs.map(({ topic }) => topic)).toEqual(['output', 'stage.dlq', 'output'])
  expect(outputs[1]!.headers).toMatchObject({ 'error-class': 'PermanentError', 'error-message': 'the value does not fit Text: text' })
})

describe('a record that takes long', () => {
  const timeLimits = { apartAfterMs: 5, mostMs: 200 }
  const never = ({ text }: Text, { signal }: Context) =>
    text.startsWith('slow')
      ? new Promise<Decision>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
      : emit(text)
  const of = (workspace: string, text: string) => record(text, { key: `${workspace}:${text}` })
  const setUpSlow = () => {
    const made = setUp(never, { timeLimits, concurrency: 4, integrationOf: ({ text }) => text.split(' ')[0] })
    // The engine's clock goes on by itself here: what is measured is time.
    Object.defineProperty(made.clock, 'now', { get: () => 1_000_000 + Math.round(performance.now()) })
    return made
  }

  test('goes on apart where records of another workspace wait behind it, and they are published', async () => {
    const { handle } = setUpSlow()
    const { outputs, entries, done } = await handle(of('one', 'slow 1'), of('two', 'quick'))
    expect(done).toBe(2)
    expect(outputs.map(({ topic }) => topic)).toEqual(['stage.retry.60s', 'output'])
    expect(outputs[0]!.headers).toMatchObject({ attempts: '0', deferrals: '1' })
    expect(entries[0]).toMatchObject({
      status: 'retrying',
      reason: expect.stringContaining('goes on apart'),
      details: { errorClass: 'TookLong' },
    })
  })

  test('goes on apart where a record of another workspace was done before it: what is done is published together', async () => {
    const { handle } = setUpSlow()
    const { outputs } = await handle(of('two', 'quick'), of('one', 'slow 1'))
    expect(outputs.map(({ topic }) => topic)).toEqual(['output', 'stage.retry.60s'])
  })

  test('goes on apart where others wait behind its batch', async () => {
    const { handle, behind } = setUpSlow()
    behind.push('two:x')
    expect((await handle(of('one', 'slow 1'))).outputs).toMatchObject([{ topic: 'stage.retry.60s', headers: { attempts: '0' } }])
  })

  test('fails after the most it may take, whoever waits', async () => {
    const { handle, behind } = setUpSlow()
    behind.push('one:y')
    const { outputs, entries } = await handle(of('one', 'slow 1'))
    expect(outputs).toMatchObject([{ topic: 'stage.retry.60s', headers: { attempts: '1' } }])
    expect(entries[0]).toMatchObject({ reason: expect.stringContaining('took more than') })
  })

  test('of which an integration has had several lets the next go apart untried', async () => {
    const { handle, behind } = setUpSlow()
    behind.push('two:x')
    await handle(...[1, 2, 3].map((n) => of('one', `slow ${n}`)))
    const { entries } = await handle(of('one', 'slow 4'))
    expect(entries[0]!.reason).toContain('recent records of integration slow took long')
  })
})
